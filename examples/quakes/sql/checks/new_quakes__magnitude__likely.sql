-- No quake of the new feeds was measured above 9.5, and few below -2.
-- severity: warn
with
    announced as (
        select
            feature.id::varchar(64) as quake_id
        from staging_earthquakes as feeds,
        feeds.features as feature
    )
select
    quake_id,
    magnitude
from quakes
where
    quake_id in (
        select
            quake_id
        from announced
    )
    and (
        magnitude > 9.5
        or magnitude < -2
    );
