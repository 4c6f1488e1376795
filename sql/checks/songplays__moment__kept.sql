-- Whoever was staged as playing a song at a moment has a play of that moment, unless the same play was staged later once more.
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
    )
select
    staged.userid,
    staged.sessionid,
    staged.iteminsession,
    staged.ts
from staged
left join songplays
on
    staged.sessionid = songplays.session_id
    and staged.ts = songplays.start_time
    and coalesce(staged.userid, -1) = coalesce(songplays.user_id, -1)
    and nvl2(staged.userid, 1, 0) = nvl2(songplays.user_id, 1, 0)
where
    songplays.session_id is null;
