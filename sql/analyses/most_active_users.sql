-- Who listens most?
-- chart: bar
-- total: songplays
with
    counted as (
        select
            user_id,
            count(*) as play_count,
            count(distinct session_id) as session_count
        from songplays
        group by
            user_id
    ),
    ranked as (
        select
            user_id,
            play_count,
            session_count,
            row_number() over (
                order by
                    play_count desc,
                    user_id
            ) as place
        from counted
    )
select
    case
        when ranked.place <= 20 then ranked.place
    end as place,
    case
        when ranked.place <= 20 then ranked.user_id
    end as user_id,
    case
        when ranked.place > 20 then '(all others)'
        else coalesce(users.first_name || ' ' || users.last_name, '(unknown)')
    end as listener,
    case
        when ranked.place <= 20 then users.level
    end as level,
    sum(ranked.session_count)::bigint as session_count,
    sum(ranked.play_count)::bigint as play_count
from ranked
left join users
on
    ranked.user_id = users.user_id
group by
    1,
    2,
    3,
    4
order by
    place nulls last;
