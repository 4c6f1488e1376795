-- Every artist is one row.
-- severity: error
select
    -- An expression, since Redshift believes a declared key, and would leave the search for a bare column out.
    artist_id || '' as artist_id,
    count(*) as row_count
from artists
group by
    1
having count(*) > 1;
