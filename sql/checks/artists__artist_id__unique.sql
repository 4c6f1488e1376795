-- One artist is one row.
-- severity: error
select
    artist_id,
    count(*) as row_count
from artists
group by
    artist_id
having count(*) > 1;
