-- How many listeners began to pay, and how many stopped? (by day, UTC)
-- chart: line
with
    followed as (
        select
            level,
            valid_from,
            lag(level) over (
                partition by
                    user_id
                order by
                    valid_from
            ) as level_before
        from user_levels
    )
select
    valid_from::date as day,
    case
        when level = 'paid' then 'began to pay'
        else 'stopped'
    end as change,
    count(*) as listener_count
from followed
where
    level_before != level
    and (
        level = 'paid'
        or level_before = 'paid'
    )
group by
    1,
    2
order by
    1,
    2;
