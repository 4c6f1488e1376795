-- Every stretch of a staged user begins at a moment of its own.
select
    user_id + 0 as user_id,
    valid_from,
    count(*) as row_count
from user_levels
where
    user_id in (
        select
            userid
        from staging_events
    )
group by
    1,
    2
having count(*) > 1;
