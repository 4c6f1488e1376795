-- Which artists are played most?
-- chart: bar
-- total: songplays
with
    counted as (
        select
            artist_name,
            count(*) as play_count
        from songplays
        group by
            artist_name
    ),
    ranked as (
        select
            artist_name,
            play_count,
            row_number() over (
                order by
                    play_count desc,
                    artist_name
            ) as place
        from counted
    )
select
    case
        when place <= 20 then place
    end as place,
    case
        when place <= 20 then coalesce(artist_name, '(no artist)')
        else '(all others)'
    end as artist,
    sum(play_count)::bigint as play_count
from ranked
group by
    1,
    2
order by
    place nulls last;
