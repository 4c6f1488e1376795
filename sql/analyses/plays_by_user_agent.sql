-- What do people listen with?
-- chart: bar
with
    counted as (
        select
            coalesce(user_agent, '(unknown)') as user_agent,
            count(*) as play_count
        from songplays
        group by
            1
    ),
    ranked as (
        select
            user_agent,
            play_count,
            row_number() over (
                order by
                    play_count desc,
                    user_agent
            ) as place
        from counted
    )
select
    case
        when place <= 20 then place
    end as place,
    case
        when place <= 20 then user_agent
        else '(all others)'
    end as user_agent,
    sum(play_count)::bigint as play_count
from ranked
group by
    1,
    2
order by
    place nulls last;
