-- Every staged play is at the moment at which it was staged, at the latest one of several.
-- severity: error
-- By its place in the session alone a play is found though another overwrote it, and by its moment alone though it went to another place: both are asked.
with
    played as (
        select
            user_id,
            session_id,
            item_in_session,
            start_time
        from songplays
        where
            session_id in (
                select
                    sessionid
                from staging_events
                where
                    page = 'NextSong'
            )
    ),
    unplayed as (
        select
            staging_events.userid,
            staging_events.sessionid,
            staging_events.iteminsession,
            staging_events.ts
        from staging_events
        left join played
        on
            staging_events.sessionid = played.session_id
            and staging_events.iteminsession = played.item_in_session
            and staging_events.ts = played.start_time
            and coalesce(staging_events.userid, -1) = coalesce(played.user_id, -1)
            and nvl2(staging_events.userid, 1, 0) = nvl2(played.user_id, 1, 0)
        where
            staging_events.page = 'NextSong'
            and played.session_id is null
    ),
    latest as (
        select
            userid,
            sessionid,
            iteminsession,
            max(ts) as ts
        from staging_events
        where
            page = 'NextSong'
            and sessionid in (
                select
                    sessionid
                from unplayed
            )
        group by
            userid,
            sessionid,
            iteminsession
    )
select distinct
    unplayed.userid,
    unplayed.sessionid,
    unplayed.iteminsession,
    unplayed.ts
from unplayed
inner join latest
on
    unplayed.sessionid = latest.sessionid
    and unplayed.iteminsession = latest.iteminsession
    and unplayed.ts = latest.ts
    and coalesce(unplayed.userid, -1) = coalesce(latest.userid, -1)
    and nvl2(unplayed.userid, 1, 0) = nvl2(latest.userid, 1, 0);
