-- Every song names an artist that exists.
-- severity: error
select
    songs.song_id,
    songs.artist_id
from songs
left join artists
on
    -- An expression, since Redshift believes a declared key, and would leave the search for a bare column out.
    songs.artist_id = artists.artist_id || ''
where
    songs.artist_id is not null
    and artists.artist_id is null;
