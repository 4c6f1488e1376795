-- Every file of the last load is in the ledger once.
-- severity: error
select
    -- An expression, since Redshift believes a declared key, and would leave the search for a bare column out.
    url || '' as url,
    etag,
    size,
    source,
    count(*) as row_count
from etl_files
where
    url in (
        select
            url
        from etl_files
        where
            loaded_at = (
                select
                    max(loaded_at)
                from etl_files
            )
    )
group by
    1,
    2,
    3,
    4
having count(*) > 1;
