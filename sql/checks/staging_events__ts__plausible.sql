-- A moment lies in the past, a day of clocks that differ aside, and not before anybody could play a song.
-- severity: warn
-- floor: 2000-01-01
-- Milliseconds that are seconds, or nanoseconds, come out far off. A moment to come decides nothing: sql/transform/users.sql.
select
    ts,
    userid,
    sessionid,
    iteminsession,
    page
from staging_events
where
    ts > dateadd(day, 1, getdate())
    or ts < cast(:'floor' as timestamp);
