-- Every matched play has the title, the artist name and the artist of its song.
-- severity: error
select
    songplays.songplay_id,
    songplays.song_id,
    songplays.artist_id,
    songplays.title,
    songplays.artist_name
from songplays
inner join songs
on
    songplays.song_id = songs.song_id
where
    songplays.title != songs.title
    or songplays.artist_name != songs.artist_name
    or coalesce(songplays.artist_id, '') != coalesce(songs.artist_id, '');
