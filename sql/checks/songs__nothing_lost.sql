-- Every song that was staged is in the catalogue.
-- severity: error
with
    staged as (
        select distinct
            song_id
        from staging_songs
        where
            song_id != ''
    ),
    known as (
        select
            song_id
        from songs
        where
            song_id in (
                select
                    song_id
                from staged
            )
    )
select
    staged.song_id
from staged
left join known
on
    staged.song_id = known.song_id
where
    known.song_id is null;
