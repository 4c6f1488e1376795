-- Every play of a known listener lies in a stretch of the user's levels at the level of the play.
-- Of plays of one moment the one of the greatest session is asked, then of the greatest place in it: the others do not decide.
with
    untold as (
        select
            songplays.user_id,
            songplays.start_time,
            songplays.level
        from songplays
        left join user_levels
        on
            songplays.user_id = user_levels.user_id
            and songplays.level = user_levels.level
            and songplays.start_time >= user_levels.valid_from
            and songplays.start_time < coalesce(user_levels.valid_to, '9999-01-01')
        where
            songplays.user_id is not null
            and songplays.level is not null
            and user_levels.user_id is null
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
