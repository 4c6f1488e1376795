-- Every quake is one row.
-- severity: error
select
    -- An expression, since Redshift believes the key and may answer without looking.
    quake_id || '' as quake_id,
    count(*) as row_count
from quakes
group by
    1
having count(*) > 1;
