-- The calendar has the moment of every play of a staged session, and every moment that a corrected play left and another play still has.
-- severity: error
with
    played as (
        select
            songplay_id,
            start_time
        from songplays
        where
            session_id in (
                select
                    sessionid
                from staging_events
                where
                    page = 'NextSong'
            )
        union all
        select
            songplay_id,
            start_time
        from songplays
        where
            start_time in (
                select
                    start_time
                from left_moments
            )
    ),
    known as (
        select
            start_time
        from time
        where
            start_time in (
                select
                    start_time
                from played
            )
    )
select distinct
    played.songplay_id,
    played.start_time
from played
left join known
on
    -- An expression, since Redshift believes a declared key, and would leave the search for a bare column out.
    played.start_time = dateadd(second, 0, known.start_time)
where
    played.start_time is not null
    and known.start_time is null;
