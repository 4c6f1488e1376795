-- The facts: one row per song that somebody played, whether the catalogue knows the song or not.
create table if not exists songplays (
    songplay_id bigint identity (1, 1) encode az64, -- has gaps and no order
    start_time timestamp not null encode raw, -- UTC, with milliseconds
    user_id bigint encode az64,
    level varchar(16) encode bytedict, -- free or paid, at the time of the play
    song_id varchar(64) encode lzo, -- null while the song is not in the catalogue
    artist_id varchar(64) encode lzo, -- of the same song
    session_id bigint not null encode az64,
    location varchar(1024) encode lzo,
    user_agent varchar(1024) encode lzo,
    item_in_session integer not null encode az64, -- with user_id and session_id it says which play this is
    title varchar(1024) encode lzo, -- as the player sent it
    artist_name varchar(1024) encode lzo,
    length double precision encode zstd, -- seconds
    run_id varchar(64) encode lzo, -- the run that wrote the row last: etl_runs, etl_files; null before there was this column
    primary key (songplay_id),
    unique (user_id, session_id, item_in_session),
    foreign key (start_time) references time (start_time),
    foreign key (user_id) references users (user_id),
    foreign key (song_id) references songs (song_id),
    foreign key (artist_id) references artists (artist_id)
)
-- Spread by session: even, and a play finds its row on its own node. Sorted by time, as people filter.
diststyle key
distkey (session_id)
sortkey (start_time);
