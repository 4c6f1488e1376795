-- Every NextSong event that was staged is found among the plays, once.
with
    staged as (
        select
            userid,
            sessionid,
            iteminsession,
            count(*) as event_count
        from staging_events
        where
            page = 'NextSong'
        group by
            userid,
            sessionid,
            iteminsession
    ),
    counted as (
        select
            count(*) as play_count,
            coalesce(sum(event_count), 0) as event_count
        from staged
    ),
    found as (
        select
            count(*) as play_count
        from staged
        inner join songplays
        on
            staged.sessionid = songplays.session_id
            and staged.iteminsession = songplays.item_in_session
            and coalesce(staged.userid, -1) = coalesce(songplays.user_id, -1)
            and nvl2(staged.userid, 1, 0) = nvl2(songplays.user_id, 1, 0)
    )
select
    'NextSong events staged, and found among the plays' || case
        when counted.event_count = counted.play_count then ''
        else ' (' || (counted.event_count - counted.play_count)::varchar || ' more than once in the files)'
    end as what,
    counted.play_count as counted,
    found.play_count as expected
from counted
cross join found;
