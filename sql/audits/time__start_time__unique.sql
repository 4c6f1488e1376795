-- Every moment is one row.
-- severity: error
select
    -- An expression, since Redshift believes a declared key, and would leave the search for a bare column out.
    dateadd(second, 0, start_time) as start_time,
    count(*) as row_count
from time
group by
    1
having count(*) > 1;
