-- One play is one row: user, nobody being one, session and item in session are the natural key.
-- severity: error
select
    user_id,
    session_id,
    -- An expression, since Redshift believes a declared key, and would leave the search for a bare column out.
    item_in_session + 0 as item_in_session,
    count(*) as row_count
from songplays
group by
    1,
    2,
    3
having count(*) > 1;
