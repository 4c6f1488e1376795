-- Every matched play of a staged session or song has the title, the artist name and the artist of its song.
-- severity: error
with
    -- Sought in all plays, so that nothing but the key is read of them; the other columns are read of what is found.
    staged as (
        select
            songplay_id
        from songplays
        where
            song_id in (
                select
                    song_id
                from staging_songs
            )
    ),
    matched as (
        select
            songplay_id,
            song_id,
            artist_id,
            title,
            artist_name
        from songplays
        where
            song_id is not null
            and session_id in (
                select
                    sessionid
                from staging_events
                where
                    page = 'NextSong'
            )
        union all
        select
            songplay_id,
            song_id,
            artist_id,
            title,
            artist_name
        from songplays
        where
            songplay_id in (
                select
                    songplay_id
                from staged
            )
    ),
    named as (
        select
            song_id,
            title,
            artist_name,
            artist_id
        from songs
        where
            song_id in (
                select
                    song_id
                from staging_songs
            )
            -- Not one list of both: a planner that takes the plays for more than the catalogue puts all of that into a hash table.
            or song_id in (
                select
                    song_id
                from matched
            )
    )
select distinct
    matched.songplay_id,
    matched.song_id,
    matched.artist_id,
    matched.title,
    matched.artist_name
from matched
inner join named
on
    matched.song_id = named.song_id
where
    matched.title != named.title
    or matched.artist_name != named.artist_name
    or coalesce(matched.artist_id, '') != coalesce(named.artist_id, '');
