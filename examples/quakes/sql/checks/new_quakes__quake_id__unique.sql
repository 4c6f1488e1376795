-- Every quake of the new feeds is one row.
-- severity: error
with
    announced as (
        select
            feature.id::varchar(64) as quake_id
        from staging_earthquakes as feeds,
        feeds.features as feature
    )
select
    -- An expression, since Redshift believes the key and may answer without looking.
    quake_id || '' as quake_id,
    count(*) as row_count
from quakes
where
    quake_id in (
        select
            quake_id
        from announced
    )
group by
    1
having count(*) > 1;
