-- One play is one row: session and item in session are the natural key.
-- severity: error
select
    session_id,
    item_in_session,
    count(*) as row_count
from songplays
group by
    session_id,
    item_in_session
having count(*) > 1;
