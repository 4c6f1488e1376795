-- Every state is one row.
-- severity: error
select
    -- An expression, since Redshift believes the key and may answer without looking.
    state || '' as state,
    count(*) as row_count
from states
group by
    1
having count(*) > 1;
