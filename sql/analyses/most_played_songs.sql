-- Which songs are played most?
-- chart: bar
-- total: songplays
with
    counted as (
        select
            title,
            artist_name,
            count(*) as play_count
        from songplays
        group by
            title,
            artist_name
    ),
    ranked as (
        select
            title,
            artist_name,
            play_count,
            row_number() over (
                order by
                    play_count desc,
                    title,
                    artist_name
            ) as place
        from counted
    )
select
    case
        when place <= 20 then place
    end as place,
    case
        when place <= 20 then coalesce(title, '(no title)')
        else '(all others)'
    end as song,
    case
        when place <= 20 then coalesce(artist_name, '(no artist)')
    end as artist,
    sum(play_count)::bigint as play_count
from ranked
group by
    1,
    2,
    3
order by
    place nulls last;
