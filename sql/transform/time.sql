-- Brings the calendar up to date: one row per moment at which a song was started.
--
-- The moments come from what was staged and not from songplays: that a play has a moment is a declared key, which Redshift believes, so
-- that a question for plays without one may be answered with none.
insert into time (start_time, hour, day, week, month, year, weekday, run_id)
with
    staged as (
        select distinct
            ts as start_time
        from staging_events
        where
            page = 'NextSong'
            and ts is not null
    ),
    known as (
        select
            start_time
        from time
        where
            start_time in (
                select
                    start_time
                from staged
            )
    ),
    moments as (
        select
            staged.start_time
        from staged
        left join known
        on
            staged.start_time = known.start_time
        where
            known.start_time is null
    )
select
    start_time,
    extract(hour from start_time),
    extract(day from start_time),
    extract(week from start_time),
    extract(month from start_time),
    extract(year from start_time),
    extract(dow from start_time),
    :'run_id'
from moments;

-- Of the moments that plays have left, those that no other play has.
create temp table lost_moments as
with
    played as (
        select
            start_time
        from songplays
        where
            start_time in (
                select
                    start_time
                from left_moments
            )
    )
select
    left_moments.start_time
from left_moments
left join played
on
    left_moments.start_time = played.start_time
where
    played.start_time is null;

delete from time
using lost_moments
where
    "time".start_time = lost_moments.start_time;

drop table
    lost_moments;
