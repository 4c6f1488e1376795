-- Every song is one row.
-- severity: error
select
    -- An expression, since Redshift believes a declared key, and would leave the search for a bare column out.
    song_id || '' as song_id,
    count(*) as row_count
from songs
group by
    1
having count(*) > 1;
