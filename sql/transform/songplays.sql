-- Brings the plays up to date: one row per NextSong event, matched with the catalogue where it knows the song.
--
-- A play matches a song of the same title and artist name; among several the one of the nearest duration, then the
-- lowest song_id. Plays that are already there are matched again when the songs of this run may change their match, so
-- that it does not matter which came first, the play or the song.
-- Plays with more than one row to choose from: those that are staged again, where the newer file wins, and those that are twice
-- in one run, where a fixed order decides, not chance. They are few; all other plays are new, and taken as they are staged.
-- Session ids are used again by other users: a play is identified by its user (or none), its session and its place in the session.
-- First which they are, in a table of their own: how few there are, a planner knows of a table and not of a query, and would hash all that is staged.
create temp table disputed_keys as
with
    staged as (
        select
            userid,
            sessionid,
            iteminsession,
            count(*) as row_count
        from staging_events
        where
            page = 'NextSong'
        group by
            userid,
            sessionid,
            iteminsession
    ),
    -- The sessions that are staged, and no more of the table.
    known as (
        select
            songplay_id,
            user_id,
            session_id,
            item_in_session,
            start_time
        from songplays
        where
            session_id in (
                select
                    sessionid
                from staged
            )
    )
select
    staged.userid,
    staged.sessionid,
    staged.iteminsession,
    known.songplay_id,
    known.start_time as moment_before
from staged
left join known
on
    staged.sessionid = known.session_id
    and staged.iteminsession = known.item_in_session
    and coalesce(staged.userid, -1) = coalesce(known.user_id, -1)
    and nvl2(staged.userid, 1, 0) = nvl2(known.user_id, 1, 0)
where
    staged.row_count > 1
    or known.songplay_id is not null;

-- Then what they are from now on.
create temp table disputed_plays as
with
    ranked as (
        select
            disputed_keys.songplay_id,
            disputed_keys.moment_before,
            staging_events.sessionid,
            staging_events.iteminsession,
            staging_events.ts,
            staging_events.userid,
            staging_events.level,
            staging_events.location,
            staging_events.useragent,
            staging_events.song,
            staging_events.artist,
            staging_events.length,
            row_number() over (
                partition by
                    disputed_keys.userid,
                    disputed_keys.sessionid,
                    disputed_keys.iteminsession
                order by
                    staging_events.ts desc,
                    staging_events.song desc nulls last,
                    staging_events.artist desc nulls last,
                    staging_events.length desc nulls last,
                    staging_events.level desc nulls last,
                    staging_events.location desc nulls last,
                    staging_events.useragent desc nulls last
            ) as place
        from staging_events
        inner join disputed_keys
        on
            staging_events.sessionid = disputed_keys.sessionid
            and staging_events.iteminsession = disputed_keys.iteminsession
            and coalesce(staging_events.userid, -1) = coalesce(disputed_keys.userid, -1)
            and nvl2(staging_events.userid, 1, 0) = nvl2(disputed_keys.userid, 1, 0)
        where
            staging_events.page = 'NextSong'
    )
select
    songplay_id,
    moment_before,
    sessionid,
    iteminsession,
    ts,
    userid,
    level,
    location,
    useragent,
    song,
    artist,
    length
from ranked
where
    place = 1;

-- For the calendar: moments that a corrected play had, and those of the rows that do not count.
delete from left_moments;

insert into left_moments (start_time)
select
    moment_before
from disputed_plays
where
    moment_before != ts
union
select
    staging_events.ts
from staging_events
inner join disputed_plays
on
    staging_events.sessionid = disputed_plays.sessionid
    and staging_events.iteminsession = disputed_plays.iteminsession
    and coalesce(staging_events.userid, -1) = coalesce(disputed_plays.userid, -1)
    and nvl2(staging_events.userid, 1, 0) = nvl2(disputed_plays.userid, 1, 0)
where
    staging_events.page = 'NextSong'
    and staging_events.ts != disputed_plays.ts;

update songplays
set
    start_time = disputed_plays.ts,
    level = nullif(disputed_plays.level, ''),
    location = nullif(disputed_plays.location, ''),
    user_agent = nullif(disputed_plays.useragent, ''),
    title = nullif(disputed_plays.song, ''),
    artist_name = nullif(disputed_plays.artist, ''),
    length = disputed_plays.length,
    run_id = :'run_id'
from disputed_plays
where
    songplays.songplay_id = disputed_plays.songplay_id;

-- Plays that are there and may match another song now: those that a staged song could be, those that were of one, and corrected ones.
-- Of all plays nothing is read but the key and what they are sought by; the other columns are read of what is found.
create temp table doubtful_plays as
with
    doubtful as (
        select
            songplays.songplay_id
        from songplays
        inner join staging_songs
        on
            songplays.title = staging_songs.title
            and songplays.artist_name = staging_songs.artist_name
        union
        select
            songplay_id
        from songplays
        where
            song_id in (
                select
                    song_id
                from staging_songs
            )
        union
        select
            songplay_id
        from disputed_plays
        where
            songplay_id is not null
    )
select
    songplays.songplay_id,
    songplays.title,
    songplays.artist_name,
    songplays.length,
    songplays.song_id,
    songplays.artist_id
from songplays
inner join doubtful
on
    songplays.songplay_id = doubtful.songplay_id;

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
        union
        select
            title,
            artist_name,
            coalesce(length, -1)
        from doubtful_plays
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

-- Of these, those that match another song, or none any more.
create temp table rematched_plays as
select
    doubtful_plays.songplay_id,
    play_matches.song_id,
    play_matches.artist_id
from doubtful_plays
left join play_matches
on
    doubtful_plays.title = play_matches.title
    and doubtful_plays.artist_name = play_matches.artist_name
    and coalesce(doubtful_plays.length, -1) = play_matches.length
where
    coalesce(doubtful_plays.song_id, '') != coalesce(play_matches.song_id, '')
    or coalesce(doubtful_plays.artist_id, '') != coalesce(play_matches.artist_id, '');

update songplays
set
    song_id = rematched_plays.song_id,
    artist_id = rematched_plays.artist_id,
    run_id = :'run_id'
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
    length,
    run_id
)
with
    new_plays as (
        select
            staging_events.sessionid,
            staging_events.iteminsession,
            staging_events.ts,
            staging_events.userid,
            staging_events.level,
            staging_events.location,
            staging_events.useragent,
            staging_events.song,
            staging_events.artist,
            staging_events.length
        from staging_events
        left join disputed_keys
        on
            staging_events.sessionid = disputed_keys.sessionid
            and staging_events.iteminsession = disputed_keys.iteminsession
            and coalesce(staging_events.userid, -1) = coalesce(disputed_keys.userid, -1)
            and nvl2(staging_events.userid, 1, 0) = nvl2(disputed_keys.userid, 1, 0)
        where
            staging_events.page = 'NextSong'
            and disputed_keys.sessionid is null
        union all
        select
            sessionid,
            iteminsession,
            ts,
            userid,
            level,
            location,
            useragent,
            song,
            artist,
            length
        from disputed_plays
        where
            songplay_id is null
    )
select
    new_plays.ts,
    new_plays.userid,
    nullif(new_plays.level, ''),
    play_matches.song_id,
    play_matches.artist_id,
    new_plays.sessionid,
    nullif(new_plays.location, ''),
    nullif(new_plays.useragent, ''),
    new_plays.iteminsession,
    nullif(new_plays.song, ''),
    nullif(new_plays.artist, ''),
    new_plays.length,
    :'run_id'
from new_plays
left join play_matches
on
    new_plays.song = play_matches.title
    and new_plays.artist = play_matches.artist_name
    and coalesce(new_plays.length, -1) = play_matches.length;

drop table
    play_matches,
    doubtful_plays,
    disputed_plays,
    disputed_keys,
    rematched_plays;
