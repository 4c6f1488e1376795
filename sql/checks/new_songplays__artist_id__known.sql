-- Every matched play of a staged session or song names an artist that exists.
-- severity: error
-- A play that names another artist than its song is for new_songplays__match__right, so that of staged songs only the plays of those are
-- looked for whose own artist is not there: none as a rule.
with
    staged as (
        select
            song_id,
            artist_id
        from songs
        where
            song_id in (
                select
                    song_id
                from staging_songs
            )
    ),
    sung as (
        select
            artist_id
        from artists
        where
            artist_id in (
                select
                    artist_id
                from staged
            )
    ),
    artistless as (
        select
            staged.song_id
        from staged
        left join sung
        on
            -- An expression, since Redshift believes a declared key, and would leave the search for a bare column out.
            staged.artist_id = sung.artist_id || ''
        where
            staged.artist_id is not null
            and sung.artist_id is null
    ),
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
                from artistless
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
                from staging_songs
            )
            -- Not one list of both: a planner that takes the plays for more than the catalogue puts all of that into a hash table.
            or artist_id in (
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
    -- As above.
    played.artist_id = known.artist_id || ''
where
    played.artist_id is not null
    and known.artist_id is null;
