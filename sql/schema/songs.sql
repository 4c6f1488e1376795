-- The catalogue: one row per song, with what its file says of the artist.
create table if not exists songs (
    song_id varchar(64) not null encode raw,
    title varchar(1024) encode lzo,
    artist_id varchar(64) encode lzo,
    year integer encode az64, -- null when the file says 0
    duration double precision encode zstd, -- seconds
    -- What this song's file says of the artist: the name that plays are matched by, and what artists is made of.
    artist_name varchar(1024) encode lzo,
    artist_location varchar(1024) encode lzo,
    artist_latitude double precision encode zstd,
    artist_longitude double precision encode zstd,
    run_id varchar(64) encode lzo, -- the run that wrote the row last: etl_runs, etl_files; null before there was this column
    primary key (song_id),
    foreign key (artist_id) references artists (artist_id)
)
-- Small beside the plays and joined with them by title: a copy on every node.
diststyle all
sortkey (song_id);
