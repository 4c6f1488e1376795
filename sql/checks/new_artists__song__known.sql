-- Every artist of a staged song, or of one as it was before its correction, has a song.
-- severity: error
with
    named as (
        select
            artist_id,
            name
        from artists
        where
            artist_id in (
                select
                    artist_id
                from staging_songs
                union all
                select
                    artist_id
                from left_artists
            )
    ),
    sung as (
        select
            artist_id
        from songs
        where
            artist_id in (
                select
                    artist_id
                from named
            )
    )
select
    named.artist_id,
    named.name
from named
left join sung
on
    named.artist_id = sung.artist_id
where
    sung.artist_id is null;
