-- Every file of a source is in the ledger once.
-- severity: error
select
    -- An expression, since Redshift believes a declared key, and would leave the search for a bare column out.
    url || '' as url,
    etag,
    size,
    source,
    count(*) as row_count
from etl_files
group by
    1,
    2,
    3,
    4
having count(*) > 1;
