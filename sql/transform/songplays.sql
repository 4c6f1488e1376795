-- Brings the plays up to date: one row per NextSong event, matched with the catalogue where it knows the song.
--
-- A play matches a song of the same title and artist name; among several the one of the nearest duration, then the
-- lowest song_id. Plays that are already there are matched again when the songs of this run may change their match, so
-- that it does not matter which came first, the play or the song.
create temp table latest_plays as
with
    staged as (
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
                partition by
                    sessionid,
                    iteminsession
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
        where
            page = 'NextSong'
    ),
    touched_songs as (
        select distinct
            song_id
        from staging_songs
    ),
    touched_titles as (
        select distinct
            title,
            artist_name
        from staging_songs
    ),
    known as (
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
        left join touched_songs
        on
            songplays.song_id = touched_songs.song_id
            left join touched_titles
        on
            songplays.title = touched_titles.title
            and songplays.artist_name = touched_titles.artist_name
            left join staged
        on
            songplays.session_id = staged.session_id
            and songplays.item_in_session = staged.item_in_session
            and staged.place = 1
        where
            staged.session_id is null
            and (
                touched_songs.song_id is not null
                or touched_titles.title is not null
            )
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
        where
            place = 1
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
        from known
    ),
    played as (
        -- Many plays are of the same song: each is looked up once.
        select distinct
            title,
            artist_name,
            coalesce(length, -1) as length
        from plays
        where
            title is not null
            and artist_name is not null
    ),
    candidates as (
        select
            played.title,
            played.artist_name,
            played.length,
            songs.song_id,
            songs.artist_id,
            row_number() over (
                partition by
                    played.title,
                    played.artist_name,
                    played.length
                order by
                    abs(songs.duration - nullif(played.length, -1)) nulls last,
                    songs.song_id
            ) as place
        from played
        inner join songs
        on
            played.title = songs.title
            and played.artist_name = songs.artist_name
    )
select
    plays.session_id,
    plays.item_in_session,
    plays.start_time,
    plays.user_id,
    plays.level,
    candidates.song_id,
    candidates.artist_id,
    plays.location,
    plays.user_agent,
    plays.title,
    plays.artist_name,
    plays.length
from plays
left join candidates
on
    plays.title = candidates.title
    and plays.artist_name = candidates.artist_name
    and coalesce(plays.length, -1) = candidates.length
    and candidates.place = 1;

merge into songplays
using latest_plays
on
    songplays.session_id = latest_plays.session_id
    and songplays.item_in_session = latest_plays.item_in_session
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
)
values (
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

drop table latest_plays;
