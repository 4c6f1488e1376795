-- No play of a staged session or song is unmatched while the catalogue has a song of its title and artist name.
-- severity: error
with
    unmatched as (
        select
            songplay_id,
            title,
            artist_name
        from songplays
        where
            song_id is null
            and session_id in (
                select
                    sessionid
                from staging_events
                where
                    page = 'NextSong'
            )
        union all
        select
            songplays.songplay_id,
            songplays.title,
            songplays.artist_name
        from songplays
        inner join staging_songs
        on
            songplays.title = staging_songs.title
            and songplays.artist_name = staging_songs.artist_name
        where
            songplays.song_id is null
    ),
    named as (
        select
            song_id,
            title,
            artist_name
        from songs
        where
            title in (
                select
                    title
                from staging_songs
            )
            -- Not one list of both: a planner that takes the plays for more than the catalogue puts all of that into a hash table.
            or title in (
                select
                    title
                from unmatched
            )
    )
select distinct
    unmatched.songplay_id,
    unmatched.title,
    unmatched.artist_name,
    named.song_id
from unmatched
inner join named
on
    unmatched.title = named.title
    and unmatched.artist_name = named.artist_name;
