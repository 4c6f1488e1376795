-- When was the newest play?
-- newest: 48 hours
--
-- How old what was heard is, whenever it was loaded: files that keep coming may tell of last week.
select
    max(start_time) as newest_play
from songplays
having count(*) > 0;
