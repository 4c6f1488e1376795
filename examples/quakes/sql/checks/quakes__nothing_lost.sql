-- Every quake of the new feeds is there.
-- severity: error
with
    announced as (
        select
            feature.id::varchar(64) as quake_id
        from staging_earthquakes as feeds,
        feeds.features as feature
    ),
    found as (
        select
            quake_id
        from quakes
        where
            quake_id in (
                select
                    quake_id
                from announced
            )
    )
select
    announced.quake_id
from announced
left join found
on
    -- An expression, since Redshift believes the key and may answer without looking.
    announced.quake_id = found.quake_id || ''
where
    found.quake_id is null;
