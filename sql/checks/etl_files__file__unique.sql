-- A file is in the ledger once.
-- severity: error
select
    url,
    etag,
    size,
    count(*) as row_count
from etl_files
group by
    url,
    etag,
    size
having count(*) > 1;
