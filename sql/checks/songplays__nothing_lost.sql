-- Every NextSong event that was staged is a play.
-- severity: error
select
    staging_events.userid,
    staging_events.sessionid,
    staging_events.iteminsession,
    staging_events.ts,
    staging_events.song
from staging_events
left join songplays
on
    staging_events.sessionid = songplays.session_id
    and staging_events.iteminsession = songplays.item_in_session
    and coalesce(staging_events.userid, -1) = coalesce(songplays.user_id, -1)
    and nvl2(staging_events.userid, 1, 0) = nvl2(songplays.user_id, 1, 0)
where
    staging_events.page = 'NextSong'
    and songplays.session_id is null;
