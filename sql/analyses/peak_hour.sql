-- At which hour of the day do most people listen? (UTC)
-- card: Busiest hour
with
    counted as (
        select
            extract(hour from start_time)::integer as hour,
            count(*) as play_count
        from songplays
        group by
            1
    ),
    ranked as (
        select
            hour,
            play_count,
            row_number() over (
                order by
                    play_count desc,
                    hour
            ) as place,
            count(*) over (
                partition by
                    play_count
            ) as equal_count
        from counted
    )
select
    hour::varchar || '–' || (hour + 1)::varchar || ' (UTC)' as hour,
    play_count,
    case
        when equal_count > 1 then 'as ' || (equal_count - 1)::varchar || ' more'
    end as ties
from ranked
where
    place = 1;
