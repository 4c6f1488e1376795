-- An event without a page is none: a song among the events, a list in one object, or the log of another program.
-- severity: error
select
    page,
    ts,
    userid,
    sessionid,
    iteminsession,
    song
from staging_events
where
    page is null
    or page = '';
