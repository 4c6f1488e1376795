-- The states of the files that the last run brought, as they are in the files; the next run recreates this table.
drop table if exists staging_states;

create table staging_states (
    state varchar(64) encode lzo,
    id integer encode az64, -- FIPS code
    population bigint encode az64,
    engineers double precision encode zstd, -- share of the population
    hurricanes integer encode az64
)
diststyle even;
