-- One row per artist of the catalogue; where songs disagree on an artist, sql/transform/artists.sql says who is right.
create table if not exists artists (
    artist_id varchar(64) not null encode raw,
    name varchar(1024) encode lzo,
    location varchar(1024) encode lzo,
    latitude double precision encode zstd,
    longitude double precision encode zstd,
    run_id varchar(64) encode lzo, -- the run that wrote the row last: etl_runs, etl_files; null before there was this column
    primary key (artist_id)
)
-- Small and joined by everybody: a copy on every node.
diststyle all
sortkey (artist_id);
