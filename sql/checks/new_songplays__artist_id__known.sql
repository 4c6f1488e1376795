-- Every matched play of a staged session or song names an artist that exists.
-- severity: error
with
    played as (
        select
            songplay_id,
            artist_id
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
            artist_id
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
            artist_id
        from artists
        where
            artist_id in (
                select
                    artist_id
                from played
            )
    )
select distinct
    played.songplay_id,
    played.artist_id
from played
left join known
on
    -- An expression, since Redshift believes a declared key, and would leave the search for a bare column out.
    played.artist_id || '' = known.artist_id
where
    played.artist_id is not null
    and known.artist_id is null;
