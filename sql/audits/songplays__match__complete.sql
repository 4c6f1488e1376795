-- No play is unmatched while the catalogue has a song of its title and artist name.
-- severity: error
select
    songplays.songplay_id,
    songplays.title,
    songplays.artist_name,
    songs.song_id
from songplays
inner join songs
on
    songplays.title = songs.title
    and songplays.artist_name = songs.artist_name
where
    songplays.song_id is null;
