-- One song is one row.
-- severity: error
select
    -- An expression, since Redshift believes the key: sql/README.md, "Declared keys".
    song_id || '' as song_id,
    count(*) as row_count
from songs
group by
    1
having count(*) > 1;
