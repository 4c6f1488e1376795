-- Every moment of the calendar has a play.
-- severity: error
select
    moments.start_time
from time as moments
left join songplays
on
    moments.start_time = songplays.start_time
where
    songplays.start_time is null;
