-- Brings the calendar up to date: one row per moment at which a song was started.
insert into time (start_time, hour, day, week, month, year, weekday)
with
    moments as (
        select distinct
            songplays.start_time
        from songplays
        left join time
        on
            songplays.start_time = time.start_time
        where
            time.start_time is null
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

-- A corrected play may have left a moment without any.
delete from time
where
    not exists (
        select
            1
        from songplays
        where
            songplays.start_time = time.start_time
    );
