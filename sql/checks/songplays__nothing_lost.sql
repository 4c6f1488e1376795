-- Every NextSong event that was staged is a play.
-- severity: error
select
    staging_events.sessionid,
    staging_events.iteminsession,
    staging_events.ts,
    staging_events.song
from staging_events
left join songplays
on
    staging_events.sessionid = songplays.session_id
    and staging_events.iteminsession = songplays.item_in_session
where
    staging_events.page = 'NextSong'
    and songplays.session_id is null;
