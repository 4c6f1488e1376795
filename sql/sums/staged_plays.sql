-- Every NextSong event that was staged is found among the plays, once.
with
    staged as (
        select
            sessionid,
            iteminsession,
            count(*) as event_count
        from staging_events
        where
            page = 'NextSong'
        group by
            sessionid,
            iteminsession
    ),
    counted as (
        select
            count(*) as play_count,
            count(songplays.songplay_id) as found_count,
            coalesce(sum(staged.event_count), 0) as event_count
        from staged
        left join songplays
        on
            staged.sessionid = songplays.session_id
            and staged.iteminsession = songplays.item_in_session
    )
select
    'NextSong events staged, and found among the plays' || case
        when event_count > play_count then ' (' || (event_count - play_count)::varchar || ' more than once in the files)'
        else ''
    end as what,
    play_count as counted,
    found_count as expected
from counted;
