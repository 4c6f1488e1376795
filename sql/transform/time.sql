-- Brings the calendar up to date: one row per moment at which a song was started.
--
-- The moments come from what was staged and not from songplays: that a play has a moment is a declared key, which Redshift believes, so
-- that a question for plays without one may be answered with none.
insert into time (start_time, hour, day, week, month, year, weekday)
with
    moments as (
        select distinct
            staging_events.ts as start_time
        from staging_events
        left join time as known
        on
            staging_events.ts = known.start_time
        where
            staging_events.page = 'NextSong'
            and staging_events.ts is not null
            and known.start_time is null
    )
select
    start_time,
    extract(hour from start_time),
    extract(day from start_time),
    extract(week from start_time),
    extract(month from start_time),
    extract(year from start_time),
    extract(dow from start_time)
from moments;

-- Moments that no play has: a corrected play has left them, or another row of the same play was taken. No key says that there are none.
delete from time
where
    not exists (
        select
            1
        from songplays
        where
            songplays.start_time = "time".start_time
    );
