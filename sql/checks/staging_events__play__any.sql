-- Among the events of a load somebody plays a song; a quiet hour may have none.
-- severity: warn
select
    count(*) as event_count,
    min(page) as first_page,
    max(page) as last_page
from staging_events
having count(*) > 0
and sum(
    case
        when page = 'NextSong' then 1
        else 0
    end
) = 0;
