-- Loads the new song files, and nothing else, into staging_songs.
-- source: songs
-- required: artist_id, artist_name, duration, song_id, title
-- row-needs: song_id
-- A song without an id cannot be identified.
-- Trailing blanks are removed: comparisons ignore them, and a group might show either of two equal texts.
copy staging_songs (
    artist_id,
    artist_latitude,
    artist_location,
    artist_longitude,
    artist_name,
    duration,
    num_songs,
    song_id,
    title,
    year
)
from :'manifest'
iam_role :copy_role
manifest
format as json 'auto ignorecase' :compression
trimblanks
maxerror :max_errors
compupdate off;
