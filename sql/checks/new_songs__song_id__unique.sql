-- Every staged song is one row.
-- severity: error
select
    -- An expression, since Redshift believes a declared key, and would leave the search for a bare column out.
    song_id || '' as song_id,
    count(*) as row_count
from songs
where
    song_id in (
        select
            song_id
        from staging_songs
    )
group by
    1
having count(*) > 1;
