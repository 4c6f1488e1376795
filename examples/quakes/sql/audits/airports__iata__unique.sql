-- Every airport is one row.
-- severity: error
select
    -- An expression, since Redshift believes the key and may answer without looking.
    iata || '' as iata,
    count(*) as row_count
from airports
group by
    1
having count(*) > 1;
