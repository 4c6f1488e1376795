-- Every matched play names a song of the catalogue.
-- severity: error
select
    songplays.songplay_id,
    songplays.song_id
from songplays
left join songs
on
    -- An expression, since Redshift believes a declared key, and would leave the search for a bare column out.
    songplays.song_id = songs.song_id || ''
where
    songplays.song_id is not null
    and songs.song_id is null;
