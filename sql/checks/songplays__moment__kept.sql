-- Every user has a play at each moment at which one of theirs was staged, unless the same play was staged again later.
-- severity: error
-- Seen without the place in the session: a key of the plays that is too narrow lets one event overwrite another, and every check by
-- that key still finds a play.
with
    staged as (
        select
            userid,
            sessionid,
            iteminsession,
            max(ts) as ts
        from staging_events
        where
            page = 'NextSong'
        group by
            userid,
            sessionid,
            iteminsession
    ),
    played as (
        select
            user_id,
            session_id,
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
    )
select
    staged.userid,
    staged.sessionid,
    staged.iteminsession,
    staged.ts
from staged
left join played
on
    staged.sessionid = played.session_id
    and staged.ts = played.start_time
    and coalesce(staged.userid, -1) = coalesce(played.user_id, -1)
    and nvl2(staged.userid, 1, 0) = nvl2(played.user_id, 1, 0)
where
    played.session_id is null;
