-- A play without a moment, a session or a place in it cannot be counted.
-- severity: error
select
    ts,
    sessionid,
    iteminsession,
    userid,
    song,
    artist
from staging_events
where
    page = 'NextSong'
    and (
        ts is null
        or sessionid is null
        or iteminsession is null
    );
