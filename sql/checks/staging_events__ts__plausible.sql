-- Every staged event happened in the past, give or take a day for wrong clocks, and not before the floor of this check.
-- severity: warn
-- floor: 2000-01-01
-- Seconds or nanoseconds read as milliseconds are far off. A moment in the future decides nothing: sql/transform/users.sql.
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
