-- Every matched play of a staged session or song names a song of the catalogue.
-- severity: error
-- Of staged songs only the plays of those are looked for that are not in the catalogue: none as a rule.
with
    staged as (
        select
            song_id
        from songs
        where
            song_id in (
                select
                    song_id
                from staging_songs
            )
    ),
    missing as (
        select
            staging_songs.song_id
        from staging_songs
        left join staged
        on
            staging_songs.song_id = staged.song_id
        where
            staged.song_id is null
    ),
    played as (
        select
            songplay_id,
            song_id
        from songplays
        where
            session_id in (
                select
                    sessionid
                from staging_events
                where
                    page = 'NextSong'
            )
        union all
        select
            songplay_id,
            song_id
        from songplays
        where
            song_id in (
                select
                    song_id
                from missing
            )
    ),
    known as (
        select
            song_id
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
                from played
            )
    )
select distinct
    played.songplay_id,
    played.song_id
from played
left join known
on
    -- An expression, since Redshift believes a declared key, and would leave the search for a bare column out.
    played.song_id = known.song_id || ''
where
    played.song_id is not null
    and known.song_id is null;
