-- Every staged song, and every other song of an artist whom a corrected song left, names an artist that exists.
-- severity: error
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
        union all
        select
            song_id,
            artist_id
        from songs
        where
            artist_id in (
                select
                    artist_id
                from left_artists
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
                from staged
            )
    )
select distinct
    staged.song_id,
    staged.artist_id
from staged
left join known
on
    -- An expression, since Redshift believes a declared key, and would leave the search for a bare column out.
    staged.artist_id = known.artist_id || ''
where
    staged.artist_id is not null
    and known.artist_id is null;
