-- How many plays are there, by how many listeners, from which day to which? (UTC)
-- card: Plays
select
    count(*) as play_count,
    count(distinct user_id) as listener_count,
    min(start_time)::date::varchar || ' to ' || max(start_time)::date::varchar as days
from songplays
having count(*) > 0;
