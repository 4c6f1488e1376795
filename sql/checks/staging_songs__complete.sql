-- A song without an id cannot be told from another.
-- severity: error
select
    song_id,
    title,
    artist_id,
    artist_name
from staging_songs
where
    song_id is null
    or song_id = '';
