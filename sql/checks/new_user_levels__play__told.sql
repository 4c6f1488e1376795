-- Every play of a staged listener lies in a stretch of the user's levels at the level of the play.
-- Plays of one moment with two levels are left out: one of them decides.
with
    played as (
        select
            user_id,
            start_time,
            level
        from songplays
        where
            level is not null
            and user_id in (
                select
                    userid
                from staging_events
            )
    ),
    stretches as (
        select
            user_id,
            level,
            valid_from,
            valid_to
        from user_levels
        where
            user_id in (
                select
                    userid
                from staging_events
            )
    ),
    untold as (
        select
            played.user_id,
            played.start_time,
            played.level
        from played
        left join stretches
        on
            played.user_id = stretches.user_id
            and played.level = stretches.level
            and played.start_time >= stretches.valid_from
            and played.start_time < coalesce(stretches.valid_to, '9999-01-01')
        where
            stretches.user_id is null
    ),
    moments as (
        select
            user_id,
            start_time
        from songplays
        where
            start_time in (
                select
                    start_time
                from untold
            )
        group by
            user_id,
            start_time
        having min(level) = max(level)
    )
select distinct
    untold.user_id,
    untold.start_time,
    untold.level
from untold
inner join moments
on
    untold.user_id = moments.user_id
    and untold.start_time = moments.start_time;
