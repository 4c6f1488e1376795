-- No other song of its title and artist name is nearer to a matched play than its own song, nor as near with a lower id.
-- severity: error
with
    -- Few songs have one.
    twins as (
        select
            songs.song_id,
            songs.duration,
            others.song_id as other_id,
            others.duration as other_duration
        from songs
        inner join songs as others
        on
            songs.title = others.title
            and songs.artist_name = others.artist_name
        where
            songs.song_id != others.song_id
    ),
    -- A length of -1 counts as unknown, and what is unknown is farther than anything.
    measured as (
        select
            songplays.songplay_id,
            songplays.song_id,
            twins.other_id,
            coalesce(abs(twins.duration - nullif(songplays.length, -1)), 1000000000) as distance,
            coalesce(abs(twins.other_duration - nullif(songplays.length, -1)), 1000000000) as other_distance
        from songplays
        inner join twins
        on
            songplays.song_id = twins.song_id
    )
select
    songplay_id,
    song_id,
    other_id
from measured
where
    other_distance < distance
    or (
        other_distance = distance
        and other_id < song_id
    );
