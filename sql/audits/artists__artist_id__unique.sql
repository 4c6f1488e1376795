-- One artist is one row.
-- severity: error
select
    -- An expression, since Redshift believes the key: sql/README.md, "Declared keys".
    artist_id || '' as artist_id,
    count(*) as row_count
from artists
group by
    1
having count(*) > 1;
