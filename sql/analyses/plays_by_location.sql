-- Where do people listen?
-- chart: bar
-- total: songplays
with
    counted as (
        select
            coalesce(location, '(unknown)') as location,
            count(*) as play_count
        from songplays
        group by
            1
    ),
    ranked as (
        select
            location,
            play_count,
            row_number() over (
                order by
                    play_count desc,
                    location
            ) as place
        from counted
    )
select
    case
        when place <= 20 then place
    end as place,
    case
        when place <= 20 then location
        else '(all others)'
    end as location,
    sum(play_count)::bigint as play_count
from ranked
group by
    1,
    2
order by
    place nulls last;
