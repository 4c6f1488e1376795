-- The facts: one row per quake, as its latest revision has it, with the state and the airport that it belongs to.
create table if not exists quakes (
    quake_id varchar(64) not null encode raw,
    happened_at timestamp encode raw, -- UTC, with milliseconds
    updated_at timestamp encode az64, -- of this revision; UTC
    magnitude decimal(4, 2) encode az64, -- may be below zero
    kind varchar(64) encode bytedict, -- earthquake, explosion, quarry blast
    review_status varchar(16) encode bytedict, -- automatic or reviewed
    network varchar(16) encode bytedict, -- who reported it
    place varchar(512) encode lzo, -- 4km W of Castaic, CA
    region varchar(512) encode lzo, -- what follows the last comma of place, with the names of states written out
    latitude double precision encode zstd,
    longitude double precision encode zstd,
    depth_km double precision encode zstd,
    state varchar(64) encode lzo, -- null outside the states, and until the state is loaded
    airport varchar(8) encode lzo, -- the nearest one within 100 km; null without one
    airport_km integer encode az64, -- how far it is
    primary key (quake_id),
    foreign key (state) references states (state),
    foreign key (airport) references airports (iata)
)
diststyle key
distkey (quake_id)
sortkey (happened_at);
