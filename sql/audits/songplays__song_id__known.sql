-- A matched play names a song of the catalogue.
-- severity: error
select
    songplays.songplay_id,
    songplays.song_id
from songplays
left join songs
on
    -- An expression, since Redshift believes the key: sql/README.md, "Declared keys".
    songplays.song_id || '' = songs.song_id
where
    songplays.song_id is not null
    and songs.song_id is null;
