-- Every play of a listener who is known lies in one stretch of the user's levels, and at the level that it has.
-- Where plays of one moment have two levels one of them decides: these are left out.
with
    played as (
        select
            user_id,
            start_time,
            min(level) as level
        from songplays
        where
            user_id is not null
            and level is not null
        group by
            user_id,
            start_time
        having min(level) = max(level)
    )
select
    played.user_id,
    played.start_time,
    played.level,
    count(user_levels.user_id) as row_count
from played
left join user_levels
on
    played.user_id = user_levels.user_id
    and played.level = user_levels.level
    and played.start_time >= user_levels.valid_from
    and played.start_time < coalesce(user_levels.valid_to, '9999-01-01')
group by
    played.user_id,
    played.start_time,
    played.level
having count(user_levels.user_id) != 1;
