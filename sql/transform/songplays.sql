-- Brings the plays up to date: one row per NextSong event, matched with the catalogue where it knows the song.
--
-- A play matches a song of the same title and artist name; among several the one of the nearest duration, then the
-- lowest song_id. Plays that are already there are matched again when the songs of this run may change their match, so
-- that it does not matter which came first, the play or the song.

-- The plays that are already there and that this run's songs may match anew; a play that is staged again is not one of them.
create temp table touched_plays as
with touched_songs as (
    select distinct song_id
    from staging_songs
),

touched_titles as (
    select distinct title, artist_name
    from staging_songs
)

select
    songplays.session_id,
    songplays.item_in_session,
    songplays.start_time,
    songplays.user_id,
    songplays.level,
    songplays.location,
    songplays.user_agent,
    songplays.title,
    songplays.artist_name,
    songplays.length
from songplays
left join touched_songs on songplays.song_id = touched_songs.song_id
left join touched_titles
    on songplays.title = touched_titles.title
    and songplays.artist_name = touched_titles.artist_name
left join staging_events
    on songplays.session_id = staging_events.sessionid
    and songplays.item_in_session = staging_events.iteminsession
    and staging_events.page = 'NextSong'
where
    staging_events.sessionid is null
    and (touched_songs.song_id is not null or touched_titles.title is not null);

-- Many plays are of the same song: each is looked up once.
create temp table play_matches as
with played as (
    select song as title, artist as artist_name, coalesce(length, -1) as length
    from staging_events
    where page = 'NextSong' and song != '' and artist != ''
    union
    select title, artist_name, coalesce(length, -1)
    from touched_plays
    where title is not null and artist_name is not null
),

candidates as (
    select
        played.title,
        played.artist_name,
        played.length,
        songs.song_id,
        songs.artist_id,
        row_number() over (
            partition by played.title, played.artist_name, played.length
            order by abs(songs.duration - nullif(played.length, -1)) nulls last, songs.song_id
        ) as place
    from played
    inner join songs on played.title = songs.title and played.artist_name = songs.artist_name
)

select title, artist_name, length, song_id, artist_id
from candidates
where place = 1;

create temp table latest_plays as
with staged as (
    select
        sessionid as session_id,
        iteminsession as item_in_session,
        ts as start_time,
        userid as user_id,
        nullif(level, '') as level,
        nullif(location, '') as location,
        nullif(useragent, '') as user_agent,
        nullif(song, '') as title,
        nullif(artist, '') as artist_name,
        length,
        -- The same play twice in one run: a fixed order decides, not chance.
        row_number() over (
            partition by sessionid, iteminsession
            order by
                ts desc,
                userid desc nulls last,
                song desc nulls last,
                artist desc nulls last,
                length desc nulls last,
                level desc nulls last,
                location desc nulls last,
                useragent desc nulls last
        ) as place
    from staging_events
    where page = 'NextSong'
),

plays as (
    select
        session_id,
        item_in_session,
        start_time,
        user_id,
        level,
        location,
        user_agent,
        title,
        artist_name,
        length
    from staged
    where place = 1
    union all
    select
        session_id,
        item_in_session,
        start_time,
        user_id,
        level,
        location,
        user_agent,
        title,
        artist_name,
        length
    from touched_plays
)

select
    plays.session_id,
    plays.item_in_session,
    plays.start_time,
    plays.user_id,
    plays.level,
    play_matches.song_id,
    play_matches.artist_id,
    plays.location,
    plays.user_agent,
    plays.title,
    plays.artist_name,
    plays.length
from plays
left join play_matches
    on plays.title = play_matches.title
    and plays.artist_name = play_matches.artist_name
    and coalesce(plays.length, -1) = play_matches.length;

merge into songplays
using latest_plays
on songplays.session_id = latest_plays.session_id and songplays.item_in_session = latest_plays.item_in_session
when matched then update set
    start_time = latest_plays.start_time,
    user_id = latest_plays.user_id,
    level = latest_plays.level,
    song_id = latest_plays.song_id,
    artist_id = latest_plays.artist_id,
    location = latest_plays.location,
    user_agent = latest_plays.user_agent,
    title = latest_plays.title,
    artist_name = latest_plays.artist_name,
    length = latest_plays.length
when not matched then insert (
    start_time,
    user_id,
    level,
    song_id,
    artist_id,
    session_id,
    location,
    user_agent,
    item_in_session,
    title,
    artist_name,
    length
) values (
    latest_plays.start_time,
    latest_plays.user_id,
    latest_plays.level,
    latest_plays.song_id,
    latest_plays.artist_id,
    latest_plays.session_id,
    latest_plays.location,
    latest_plays.user_agent,
    latest_plays.item_in_session,
    latest_plays.title,
    latest_plays.artist_name,
    latest_plays.length
);

drop table touched_plays;

drop table play_matches;

drop table latest_plays;
