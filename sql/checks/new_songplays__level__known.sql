-- Every play of a staged session is free or paid; any other level is new to the reports.
-- severity: warn
select
    level,
    count(*) as play_count
from songplays
where
    session_id in (
        select
            sessionid
        from staging_events
        where
            page = 'NextSong'
    )
    and (
        level is null
        or level not in ('free', 'paid')
    )
group by
    level;
