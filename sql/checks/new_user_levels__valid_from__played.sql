-- Every stretch of a staged user begins at the moment of a play at its level.
with
    stretches as (
        select
            user_id,
            level,
            valid_from
        from user_levels
        where
            user_id in (
                select
                    userid
                from staging_events
            )
    ),
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
                from stretches
            )
    )
select
    stretches.user_id,
    stretches.level,
    stretches.valid_from
from stretches
left join played
on
    stretches.user_id = played.user_id
    and stretches.level = played.level
    and stretches.valid_from = played.start_time
where
    played.user_id is null;
