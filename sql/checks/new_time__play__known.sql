-- Every moment of the calendar that was staged, or that a corrected play left, has a play.
-- severity: error
with
    moments as (
        select
            start_time
        from time
        where
            start_time in (
                select
                    ts
                from staging_events
                union all
                select
                    start_time
                from left_moments
            )
    ),
    played as (
        select
            start_time
        from songplays
        where
            start_time in (
                select
                    start_time
                from moments
            )
    )
select
    moments.start_time
from moments
left join played
on
    moments.start_time = played.start_time
where
    played.start_time is null;
