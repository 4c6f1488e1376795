-- A moment is there because of a play.
-- severity: error
select
    time.start_time
from time
left join songplays
on
    time.start_time = songplays.start_time
where
    songplays.start_time is null;
