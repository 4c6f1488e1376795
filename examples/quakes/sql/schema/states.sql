-- A dimension: one row per state, district or territory of the United States.
create table if not exists states (
    state varchar(64) not null encode raw,
    fips_code integer encode az64,
    population bigint encode az64,
    primary key (state)
)
-- Small, and joined with the quakes: a copy on every node.
diststyle all
sortkey (state);
