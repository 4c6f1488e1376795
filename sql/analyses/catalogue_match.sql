-- How many plays are of a song that the catalogue knows?
-- card: Plays of songs in the catalogue
-- least: 20 %
--
-- Plays keep the title and artist name that the player sent, so unmatched plays count in every answer too.
select
    count(song_id)::double precision / count(*) as matched_share,
    count(song_id) as matched_play_count,
    count(*) as play_count
from songplays
having count(*) > 0;
