-- The staged events hold a play; those of a quiet hour may hold none.
-- severity: warn
-- Of no event at all the sum is null, and no play is missed.
select
    count(*) as event_count,
    min(page) as first_page,
    max(page) as last_page
from staging_events
having sum(
    case
        when page = 'NextSong' then 1
        else 0
    end
) = 0;
