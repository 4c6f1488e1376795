-- A dimension: one row per airport of the United States and its territories.
create table if not exists airports (
    iata varchar(8) not null encode raw,
    airport_name varchar(256) encode lzo,
    city varchar(256) encode lzo, -- null where the file says NA
    state_code varchar(8) encode bytedict, -- null where the file says NA
    country varchar(64) encode bytedict,
    latitude double precision encode zstd,
    longitude double precision encode zstd,
    primary key (iata)
)
-- Small, and held against every quake: a copy on every node.
diststyle all
sortkey (iata);
