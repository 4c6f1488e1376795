-- Every artist has a song.
-- severity: error
select
    artists.artist_id,
    artists.name
from artists
left join songs
on
    artists.artist_id = songs.artist_id
where
    songs.artist_id is null;
