-- How many quakes are there, in how many states, from which day to which? (UTC)
-- card: Quakes
select
    count(*) as quake_count,
    count(distinct state) as state_count,
    min(happened_at)::date::varchar || ' to ' || max(happened_at)::date::varchar as days
from quakes
having count(*) > 0;
