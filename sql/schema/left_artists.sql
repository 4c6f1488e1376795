-- The artists that songs lost in the last run: a corrected song has another artist.
-- scope: run
create table if not exists left_artists (artist_id varchar(64) not null encode raw)
-- What the songs tell the artists; a few rows.
diststyle all;
