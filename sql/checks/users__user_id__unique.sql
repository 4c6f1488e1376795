-- One user is one row.
-- severity: error
select
    user_id,
    count(*) as row_count
from users
group by
    user_id
having count(*) > 1;
