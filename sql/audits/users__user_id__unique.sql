-- Every user is one row.
-- severity: error
select
    -- An expression, since Redshift believes a declared key, and would leave the search for a bare column out.
    user_id + 0 as user_id,
    count(*) as row_count
from users
group by
    1
having count(*) > 1;
