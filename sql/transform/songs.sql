-- Brings the catalogue up to date: one row per song, the newest file's values.
create temp table latest_songs as
with
    ranked as (
        select
            song_id,
            nullif(title, '') as title,
            nullif(artist_id, '') as artist_id,
            nullif(year, 0) as year,
            duration,
            nullif(artist_name, '') as artist_name,
            nullif(artist_location, '') as artist_location,
            artist_latitude,
            artist_longitude,
            -- Files of one run that disagree on a song: a fixed order decides, not chance.
            row_number() over (
                partition by
                    song_id
                order by
                    year desc nulls last,
                    title desc nulls last,
                    artist_id desc nulls last,
                    artist_name desc nulls last,
                    duration desc nulls last,
                    artist_location desc nulls last,
                    artist_latitude desc nulls last,
                    artist_longitude desc nulls last
            ) as place
        from staging_songs
        where
            song_id != ''
    )
select
    song_id,
    title,
    artist_id,
    year,
    duration,
    artist_name,
    artist_location,
    artist_latitude,
    artist_longitude
from ranked
where
    place = 1;

create temp table known_songs as
select
    songs.song_id,
    songs.artist_id
from songs
inner join latest_songs
on
    songs.song_id = latest_songs.song_id;

-- For the artists: a corrected song may have another one.
delete from left_artists;

insert into left_artists (artist_id)
select distinct
    known_songs.artist_id
from known_songs
inner join latest_songs
on
    known_songs.song_id = latest_songs.song_id
where
    known_songs.artist_id != coalesce(latest_songs.artist_id, '');

update songs
set
    title = latest_songs.title,
    artist_id = latest_songs.artist_id,
    year = latest_songs.year,
    duration = latest_songs.duration,
    artist_name = latest_songs.artist_name,
    artist_location = latest_songs.artist_location,
    artist_latitude = latest_songs.artist_latitude,
    artist_longitude = latest_songs.artist_longitude,
    run_id = :'run_id'
from latest_songs
where
    songs.song_id = latest_songs.song_id;

insert into songs (
    song_id,
    title,
    artist_id,
    year,
    duration,
    artist_name,
    artist_location,
    artist_latitude,
    artist_longitude,
    run_id
)
select
    latest_songs.song_id,
    latest_songs.title,
    latest_songs.artist_id,
    latest_songs.year,
    latest_songs.duration,
    latest_songs.artist_name,
    latest_songs.artist_location,
    latest_songs.artist_latitude,
    latest_songs.artist_longitude,
    :'run_id'
from latest_songs
left join known_songs
on
    latest_songs.song_id = known_songs.song_id
where
    known_songs.song_id is null;

drop table
    known_songs,
    latest_songs;
