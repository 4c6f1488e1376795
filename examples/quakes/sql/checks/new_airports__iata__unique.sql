-- Every airport of the new files is one row.
-- severity: error
select
    -- An expression, since Redshift believes the key and may answer without looking.
    iata || '' as iata,
    count(*) as row_count
from airports
where
    iata in (
        select
            iata
        from staging_airports
    )
group by
    1
having count(*) > 1;
