-- How many quakes were there a day? (UTC)
-- chart: line
-- total: quakes
select
    happened_at::date as day,
    count(*) as quake_count
from quakes
group by
    1
order by
    1;
