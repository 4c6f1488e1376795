-- One row per artist of the catalogue; where songs disagree on an artist, sql/transform/artists.sql says who is right.
create table if not exists artists (
    artist_id varchar(64) not null encode raw,
    name varchar(1024) encode lzo,
    location varchar(1024) encode lzo,
    latitude double precision encode zstd,
    longitude double precision encode zstd,
    primary key (artist_id)
)
-- Small and joined by everybody: a copy on every node.
diststyle all
sortkey (artist_id);
