-- No other song of its title and artist name is nearer to a matched play of a staged session or song than its own song, nor as near with a lower id.
-- severity: error
-- Of staged songs only the plays of those are looked for that share title and artist name with another: few, as a rule.
with
    matched as (
        select
            songplay_id,
            song_id,
            title,
            length
        from songplays
        where
            song_id is not null
            and session_id in (
                select
                    sessionid
                from staging_events
                where
                    page = 'NextSong'
            )
    ),
    named as (
        select
            song_id,
            title,
            artist_name,
            duration
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
                from matched
            )
    ),
    twins as (
        select
            named.song_id,
            named.title,
            named.duration,
            others.song_id as other_id,
            others.duration as other_duration
        from named
        inner join named as others
        on
            named.title = others.title
            and named.artist_name = others.artist_name
        where
            named.song_id != others.song_id
    ),
    played as (
        select
            songplay_id,
            song_id,
            length
        from matched
        union all
        select
            songplay_id,
            song_id,
            length
        from songplays
        where
            song_id in (
                select
                    song_id
                from twins
                where
                    title in (
                        select
                            title
                        from staging_songs
                    )
            )
    ),
    -- A length of -1 counts as unknown, and what is unknown is farther than anything.
    measured as (
        select
            played.songplay_id,
            played.song_id,
            twins.other_id,
            coalesce(abs(twins.duration - nullif(played.length, -1)), 1000000000) as distance,
            coalesce(abs(twins.other_duration - nullif(played.length, -1)), 1000000000) as other_distance
        from played
        inner join twins
        on
            played.song_id = twins.song_id
    )
select distinct
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
