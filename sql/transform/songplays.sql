-- Brings the plays up to date: one row per NextSong event, matched with the catalogue where it knows the song.
--
-- A play matches a song of the same title and artist name; among several the one of the nearest duration, then the
-- lowest song_id. Plays that are already there are matched again when the songs of this run may change their match, so
-- that it does not matter which came first, the play or the song.
-- Many plays are of the same song: each is looked up once.
create temp table play_matches as
with
    played as (
        select
            song as title,
            artist as artist_name,
            coalesce(length, -1) as length
        from staging_events
        where
            page = 'NextSong'
            and song != ''
            and artist != ''
        union
        select
            songplays.title,
            songplays.artist_name,
            coalesce(songplays.length, -1)
        from songplays
        inner join staging_songs
        on
            songplays.title = staging_songs.title
            and songplays.artist_name = staging_songs.artist_name
        union
        select
            songplays.title,
            songplays.artist_name,
            coalesce(songplays.length, -1)
        from songplays
        inner join staging_songs
        on
            songplays.song_id = staging_songs.song_id
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
    title,
    artist_name,
    length,
    song_id,
    artist_id
from candidates
where
    place = 1;

-- A play that is staged again is a corrected one: the newer file wins. The same play twice in one run: a fixed order decides,
-- not chance.
create temp table corrected_plays as
with
    ranked as (
        select
            songplays.songplay_id,
            staging_events.ts as start_time,
            staging_events.userid as user_id,
            nullif(staging_events.level, '') as level,
            nullif(staging_events.location, '') as location,
            nullif(staging_events.useragent, '') as user_agent,
            nullif(staging_events.song, '') as title,
            nullif(staging_events.artist, '') as artist_name,
            staging_events.length,
            row_number() over (
                partition by
                    songplays.songplay_id
                order by
                    staging_events.ts desc,
                    staging_events.userid desc nulls last,
                    staging_events.song desc nulls last,
                    staging_events.artist desc nulls last,
                    staging_events.length desc nulls last,
                    staging_events.level desc nulls last,
                    staging_events.location desc nulls last,
                    staging_events.useragent desc nulls last
            ) as place
        from staging_events
        inner join songplays
        on
            staging_events.sessionid = songplays.session_id
            and staging_events.iteminsession = songplays.item_in_session
        where
            staging_events.page = 'NextSong'
    )
select
    songplay_id,
    start_time,
    user_id,
    level,
    location,
    user_agent,
    title,
    artist_name,
    length
from ranked
where
    place = 1;

update songplays
set
    start_time = corrected_plays.start_time,
    user_id = corrected_plays.user_id,
    level = corrected_plays.level,
    location = corrected_plays.location,
    user_agent = corrected_plays.user_agent,
    title = corrected_plays.title,
    artist_name = corrected_plays.artist_name,
    length = corrected_plays.length
from corrected_plays
where
    songplays.songplay_id = corrected_plays.songplay_id;

-- Of the plays that are there, those that match another song now, or none any more.
create temp table rematched_plays as
select
    songplays.songplay_id,
    play_matches.song_id,
    play_matches.artist_id
from songplays
left join play_matches
on
    songplays.title = play_matches.title
    and songplays.artist_name = play_matches.artist_name
    and coalesce(songplays.length, -1) = play_matches.length
where
    (
        play_matches.song_id is not null
        or songplays.song_id in (
            select
                song_id
            from staging_songs
        )
        or songplays.songplay_id in (
            select
                songplay_id
            from corrected_plays
        )
    )
    and (
        coalesce(songplays.song_id, '') != coalesce(play_matches.song_id, '')
        or coalesce(songplays.artist_id, '') != coalesce(play_matches.artist_id, '')
    );

update songplays
set
    song_id = rematched_plays.song_id,
    artist_id = rematched_plays.artist_id
from rematched_plays
where
    songplays.songplay_id = rematched_plays.songplay_id;

-- New plays go straight into the table: in a first run that is all of them.
insert into songplays (
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
with
    ranked as (
        select
            sessionid,
            iteminsession,
            ts,
            userid,
            nullif(level, '') as level,
            nullif(location, '') as location,
            nullif(useragent, '') as user_agent,
            nullif(song, '') as title,
            nullif(artist, '') as artist_name,
            length,
            -- The same order as above.
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
    )
select
    ranked.ts,
    ranked.userid,
    ranked.level,
    play_matches.song_id,
    play_matches.artist_id,
    ranked.sessionid,
    ranked.location,
    ranked.user_agent,
    ranked.iteminsession,
    ranked.title,
    ranked.artist_name,
    ranked.length
from ranked
left join songplays
on
    ranked.sessionid = songplays.session_id
    and ranked.iteminsession = songplays.item_in_session
    left join play_matches
on
    ranked.title = play_matches.title
    and ranked.artist_name = play_matches.artist_name
    and coalesce(ranked.length, -1) = play_matches.length
where
    ranked.place = 1
    and songplays.songplay_id is null;

drop table play_matches;

drop table corrected_plays;

drop table rematched_plays;
