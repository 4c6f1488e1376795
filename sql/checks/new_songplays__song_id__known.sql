-- Every matched play of a staged session or song names a song of the catalogue.
-- severity: error
with
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
                from staging_songs
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
    played.song_id || '' = known.song_id
where
    played.song_id is not null
    and known.song_id is null;
