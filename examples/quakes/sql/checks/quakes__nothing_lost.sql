-- Every quake of the new feeds is there.
-- severity: error
with
    announced as (
        select
            feature.id::varchar(64) as quake_id
        from staging_earthquakes as feeds,
        feeds.features as feature
    )
select
    announced.quake_id
from announced
left join quakes
on
    -- An expression, since Redshift believes the key and may answer without looking.
    announced.quake_id || '' = quakes.quake_id
where
    quakes.quake_id is null;
