-- Every play of a staged session is one row; its key is user (or nobody), session and item in session.
-- severity: error
select
    user_id,
    session_id,
    -- An expression, since Redshift believes a declared key, and would leave the search for a bare column out.
    item_in_session + 0 as item_in_session,
    count(*) as row_count
from songplays
where
    session_id in (
        select
            sessionid
        from staging_events
        where
            page = 'NextSong'
    )
group by
    1,
    2,
    3
having count(*) > 1;
