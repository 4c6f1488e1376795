-- Every state of the new files is one row.
-- severity: error
select
    -- An expression, since Redshift believes the key and may answer without looking.
    state || '' as state,
    count(*) as row_count
from states
where
    state in (
        select
            state
        from staging_states
    )
group by
    1
having count(*) > 1;
