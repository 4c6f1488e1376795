-- Brings quakes up to date: the latest revision of each counts, whichever feed brings it; then its state and its nearest airport.
create temp table latest_quakes as
with
    -- Names in small letters only: unquoted names are folded, and magType would be looked for as magtype.
    revisions as (
        select
            feature.id::varchar(64) as quake_id,
            timestamp 'epoch' + feature.properties."time"::bigint / 1000.0 * interval '1 second' as happened_at,
            timestamp 'epoch' + feature.properties.updated::bigint / 1000.0 * interval '1 second' as updated_at,
            feature.properties.mag::decimal(4, 2) as magnitude,
            feature.properties.type::varchar(64) as kind,
            feature.properties.status::varchar(16) as review_status,
            feature.properties.net::varchar(16) as network,
            feature.properties.place::varchar(512) as place,
            feature.geometry.coordinates[1]::double precision as latitude,
            feature.geometry.coordinates[0]::double precision as longitude,
            feature.geometry.coordinates[2]::double precision as depth_km,
            feeds.generated
        from staging_earthquakes as feeds,
        feeds.features as feature
    ),
    ranked as (
        select
            revisions.*,
            regexp_replace(place, '^.*, ', '') as region,
            row_number() over (
                partition by
                    quake_id
                order by
                    updated_at desc,
                    generated desc nulls last
            ) as revision
        from revisions
    ),
    published as (
        select
            quake_id,
            updated_at
        from quakes
        where
            quake_id in (
                select
                    quake_id
                from revisions
            )
    )
select
    ranked.quake_id,
    ranked.happened_at,
    ranked.updated_at,
    ranked.magnitude,
    ranked.kind,
    ranked.review_status,
    ranked.network,
    ranked.place,
    -- The feed writes these two both ways.
    case ranked.region
        when 'CA' then 'California'
        when 'NV' then 'Nevada'
        else ranked.region
    end as region,
    ranked.latitude,
    ranked.longitude,
    ranked.depth_km
from ranked
left join published
on
    ranked.quake_id = published.quake_id
where
    ranked.revision = 1
    -- A late feed does not bring back what was revised since.
    and (
        published.updated_at is null
        or published.updated_at <= ranked.updated_at
    );

create temp table known_quakes as
select
    quakes.quake_id
from quakes
inner join latest_quakes
on
    quakes.quake_id = latest_quakes.quake_id;

update quakes
set
    happened_at = latest_quakes.happened_at,
    updated_at = latest_quakes.updated_at,
    magnitude = latest_quakes.magnitude,
    kind = latest_quakes.kind,
    review_status = latest_quakes.review_status,
    network = latest_quakes.network,
    place = latest_quakes.place,
    region = latest_quakes.region,
    latitude = latest_quakes.latitude,
    longitude = latest_quakes.longitude,
    depth_km = latest_quakes.depth_km
from latest_quakes
where
    quakes.quake_id = latest_quakes.quake_id;

insert into quakes (
    quake_id,
    happened_at,
    updated_at,
    magnitude,
    kind,
    review_status,
    network,
    place,
    region,
    latitude,
    longitude,
    depth_km
)
select
    latest_quakes.quake_id,
    latest_quakes.happened_at,
    latest_quakes.updated_at,
    latest_quakes.magnitude,
    latest_quakes.kind,
    latest_quakes.review_status,
    latest_quakes.network,
    latest_quakes.place,
    latest_quakes.region,
    latest_quakes.latitude,
    latest_quakes.longitude,
    latest_quakes.depth_km
from latest_quakes
left join known_quakes
on
    latest_quakes.quake_id = known_quakes.quake_id
where
    known_quakes.quake_id is null;

drop table
    known_quakes;

-- A new airport may be nearer to a quake of last year, or its old one be elsewhere now, and a state may come after its quakes.
create temp table doubtful_quakes as
select
    quakes.quake_id,
    quakes.region,
    quakes.latitude,
    quakes.longitude
from quakes
inner join latest_quakes
on
    quakes.quake_id = latest_quakes.quake_id
union
select
    quake_id,
    region,
    latitude,
    longitude
from quakes
where
    region in (
        select
            state
        from staging_states
    )
union
select
    quake_id,
    region,
    latitude,
    longitude
from quakes
where
    airport in (
        select
            iata
        from staging_airports
    )
union
select
    quakes.quake_id,
    quakes.region,
    quakes.latitude,
    quakes.longitude
from quakes
inner join staging_airports
on
    staging_airports.latitude between quakes.latitude - 0.9 and quakes.latitude + 0.9;

drop table
    latest_quakes;

create temp table whereabouts as
with
    -- A degree of latitude is 111 km: whatever is within 100 km is within 0.9 degrees.
    distances as (
        select
            doubtful_quakes.quake_id,
            airports.iata,
            2 * 6371 * asin(
                sqrt(
                    power(sin(radians(airports.latitude - doubtful_quakes.latitude) / 2), 2) + cos(radians(doubtful_quakes.latitude)) * cos(radians(airports.latitude)) * power(sin(radians(airports.longitude - doubtful_quakes.longitude) / 2), 2)
                )
            ) as km
        from doubtful_quakes
        inner join airports
        on
            airports.latitude between doubtful_quakes.latitude - 0.9 and doubtful_quakes.latitude + 0.9
    ),
    ranked as (
        select
            quake_id,
            iata,
            km,
            row_number() over (
                partition by
                    quake_id
                order by
                    km,
                    iata
            ) as place
        from distances
        where
            km <= 100
    )
select
    doubtful_quakes.quake_id,
    states.state,
    ranked.iata as airport,
    round(ranked.km)::integer as airport_km
from doubtful_quakes
left join states
on
    doubtful_quakes.region = states.state
    left join ranked
on
    doubtful_quakes.quake_id = ranked.quake_id
    and ranked.place = 1;

update quakes
set
    state = whereabouts.state,
    airport = whereabouts.airport,
    airport_km = whereabouts.airport_km
from whereabouts
where
    quakes.quake_id = whereabouts.quake_id;

drop table
    whereabouts;

drop table
    doubtful_quakes;
