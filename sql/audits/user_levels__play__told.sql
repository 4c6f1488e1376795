-- Every play of a known listener lies in a stretch of the user's levels at the level of the play.
-- Plays of one moment with two levels are left out: one of them decides.
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
