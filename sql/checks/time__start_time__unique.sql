-- One moment is one row.
-- severity: error
select
    start_time,
    count(*) as row_count
from time
group by
    start_time
having count(*) > 1;
