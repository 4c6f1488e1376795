-- The calendar has the moment of every play.
-- severity: error
select
    songplays.songplay_id,
    songplays.start_time
from songplays
left join time as moments
on
    -- An expression, since Redshift believes a declared key, and would leave the search for a bare column out.
    songplays.start_time = dateadd(second, 0, moments.start_time)
where
    moments.start_time is null;
