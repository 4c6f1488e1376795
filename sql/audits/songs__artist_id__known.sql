-- A song names an artist that exists.
-- severity: error
select
    songs.song_id,
    songs.artist_id
from songs
left join artists
on
    -- An expression, since Redshift believes the key: sql/README.md, "Declared keys".
    songs.artist_id || '' = artists.artist_id
where
    songs.artist_id is not null
    and artists.artist_id is null;
