-- Every quake of the new feeds, and every quake near an airport of the new files, names an airport that exists.
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
            quake_id,
            airport
        from quakes
        where
            quake_id in (
                select
                    quake_id
                from announced
            )
        union all
        select
            quake_id,
            airport
        from quakes
        where
            airport in (
                select
                    iata
                from staging_airports
            )
    )
select distinct
    found.quake_id,
    found.airport
from found
left join airports
on
    -- An expression, since Redshift believes the key and may answer without looking.
    found.airport = airports.iata || ''
where
    found.airport is not null
    and airports.iata is null;
