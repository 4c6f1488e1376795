-- Brings airports up to date: the values of the newest file.
create temp table latest_airports as
with
    ranked as (
        select
            iata,
            name,
            city,
            state,
            country,
            latitude,
            longitude,
            -- Files of one run that disagree: a fixed order decides, not chance.
            row_number() over (
                partition by
                    iata
                order by
                    name,
                    city,
                    state,
                    country,
                    latitude,
                    longitude
            ) as place
        from staging_airports
        where
            iata != ''
    )
select
    iata,
    name as airport_name,
    city,
    state as state_code,
    country,
    latitude,
    longitude
from ranked
where
    place = 1;

create temp table known_airports as
select
    airports.iata
from airports
inner join latest_airports
on
    airports.iata = latest_airports.iata;

update airports
set
    airport_name = latest_airports.airport_name,
    city = latest_airports.city,
    state_code = latest_airports.state_code,
    country = latest_airports.country,
    latitude = latest_airports.latitude,
    longitude = latest_airports.longitude
from latest_airports
where
    airports.iata = latest_airports.iata;

insert into airports (iata, airport_name, city, state_code, country, latitude, longitude)
select
    latest_airports.iata,
    latest_airports.airport_name,
    latest_airports.city,
    latest_airports.state_code,
    latest_airports.country,
    latest_airports.latitude,
    latest_airports.longitude
from latest_airports
left join known_airports
on
    latest_airports.iata = known_airports.iata
where
    known_airports.iata is null;

drop table
    known_airports;

drop table
    latest_airports;
