-- How strong are they?
-- chart: column
-- total: quakes
select
    floor(magnitude)::integer as magnitude,
    count(*) as quake_count
from quakes
group by
    1
order by
    1;
