-- Every stretch of a user begins at the moment of a play at its level.
with
    played as (
        select
            user_id,
            start_time,
            level
        from songplays
        where
            start_time in (
                select
                    valid_from
                from user_levels
            )
    )
select
    user_levels.user_id,
    user_levels.level,
    user_levels.valid_from
from user_levels
left join played
on
    user_levels.user_id = played.user_id
    and user_levels.level = played.level
    and user_levels.valid_from = played.start_time
where
    played.user_id is null;
