-- The songs that the last run with songs corrected, as they were before: what artists were made of and plays matched by.
-- scope: run
create table if not exists left_songs (
    song_id varchar(64) not null encode raw,
    artist_id varchar(64) encode lzo,
    title varchar(1024) encode lzo,
    artist_name varchar(1024) encode lzo
)
-- What the songs tell the artists and the plays; a few rows.
diststyle all;
