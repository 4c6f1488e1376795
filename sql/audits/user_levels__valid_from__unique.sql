-- Every stretch of a user begins at a moment of its own.
select
    user_id + 0 as user_id,
    valid_from,
    count(*) as row_count
from user_levels
group by
    1,
    2
having count(*) > 1;
