-- The moment of a play is in the calendar.
-- severity: error
select
    songplays.songplay_id,
    songplays.start_time
from songplays
left join time
on
    songplays.start_time = time.start_time
where
    time.start_time is null;
