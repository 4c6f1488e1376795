-- Every stretch of a staged user ends where the next one begins, which is at another level, and the last one is current.
with
    stretches as (
        select
            user_id,
            level,
            valid_from,
            valid_to,
            current
        from user_levels
        where
            user_id in (
                select
                    userid
                from staging_events
            )
    )
select
    stretches.user_id,
    stretches.level,
    stretches.valid_from,
    stretches.valid_to,
    stretches.current,
    min(later.valid_from) as next_from
from stretches
left join stretches as later
on
    stretches.user_id = later.user_id
    and stretches.valid_from < later.valid_from
group by
    stretches.user_id,
    stretches.level,
    stretches.valid_from,
    stretches.valid_to,
    stretches.current
having coalesce(stretches.valid_to, '9999-01-01') != coalesce(min(later.valid_from), '9999-01-01')
or stretches.current != (stretches.valid_to is null)
or stretches.level = min(
    case
        when later.valid_from = stretches.valid_to then later.level
    end
);
