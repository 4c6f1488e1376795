-- Every play of a staged listener lies in a stretch of the user's levels at the level of the play.
-- Of plays of one moment the one of the greatest session is asked, then of the greatest place in it: the others do not decide.
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
    -- The plays of these moments: of each one decides, the one that none outranks.
    rivals as (
        select
            user_id,
            start_time,
            level,
            session_id,
            item_in_session
        from songplays
        where
            level is not null
            and start_time in (
                select
                    start_time
                from untold
            )
    )
select distinct
    untold.user_id,
    untold.start_time,
    untold.level
from untold
inner join rivals
on
    untold.user_id = rivals.user_id
    and untold.start_time = rivals.start_time
    and untold.level = rivals.level
    left join rivals as higher
on
    rivals.user_id = higher.user_id
    and rivals.start_time = higher.start_time
    and (
        rivals.session_id < higher.session_id
        or (
            rivals.session_id = higher.session_id
            and rivals.item_in_session < higher.item_in_session
        )
    )
where
    higher.user_id is null;
