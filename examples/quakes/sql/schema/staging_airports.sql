-- The airports of the files that the last run brought, as they are in the files; the next run recreates this table.
drop table if exists staging_airports;

create table staging_airports (
    iata varchar(8) encode lzo,
    name varchar(256) encode lzo,
    city varchar(256) encode lzo,
    state varchar(8) encode lzo, -- the postal code
    country varchar(64) encode lzo,
    latitude double precision encode zstd,
    longitude double precision encode zstd
)
diststyle even;
