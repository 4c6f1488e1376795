-- When was the newest play?
-- newest: 48 hours
--
-- The age of the events, whenever they were loaded: new files may hold last week's events.
select
    max(start_time) as newest_play
from songplays
having count(*) > 0;
