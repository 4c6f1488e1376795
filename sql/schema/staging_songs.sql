-- The songs of the files that the last run brought, as they are in the files; the next run recreates this table.
-- Not emptied: rows that are deleted stay until VACUUM removes them, and a new table has its statistics from COPY.
drop table if exists staging_songs;

create table staging_songs (
    artist_id varchar(64) encode lzo,
    artist_latitude double precision encode zstd,
    artist_location varchar(1024) encode lzo,
    artist_longitude double precision encode zstd,
    artist_name varchar(1024) encode lzo,
    duration double precision encode zstd, -- seconds
    num_songs integer encode az64,
    song_id varchar(64) encode lzo,
    title varchar(1024) encode lzo,
    year integer encode az64 -- 0 is unknown
)
-- Read once and whole, and merged into a table that is on every node.
diststyle even;
