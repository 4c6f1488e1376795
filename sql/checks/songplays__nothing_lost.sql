-- Every NextSong event that was staged is a play.
-- severity: error
with
    played as (
        select
            user_id,
            session_id,
            item_in_session
        from songplays
        where
            session_id in (
                select
                    sessionid
                from staging_events
                where
                    page = 'NextSong'
            )
    )
select
    staging_events.userid,
    staging_events.sessionid,
    staging_events.iteminsession,
    staging_events.ts,
    staging_events.song
from staging_events
left join played
on
    staging_events.sessionid = played.session_id
    and staging_events.iteminsession = played.item_in_session
    and coalesce(staging_events.userid, -1) = coalesce(played.user_id, -1)
    and nvl2(staging_events.userid, 1, 0) = nvl2(played.user_id, 1, 0)
where
    staging_events.page = 'NextSong'
    and played.session_id is null;
