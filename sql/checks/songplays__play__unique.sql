-- One play is one row: session and item in session are the natural key.
-- severity: error
select
    session_id,
    -- An expression, since Redshift believes the key: sql/README.md, "Declared keys".
    item_in_session + 0 as item_in_session,
    count(*) as row_count
from songplays
group by
    1,
    2
having count(*) > 1;
