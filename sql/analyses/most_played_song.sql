-- Which song is played most?
-- card: Most played song
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
            play_count,
            row_number() over (
                order by
                    play_count desc,
                    title,
                    artist_name
            ) as place,
            count(*) over (
                partition by
                    play_count
            ) as equal_count
        from counted
    )
select
    coalesce(title, '(no title)') as song,
    play_count,
    case
        when equal_count > 1 then 'as ' || (equal_count - 1)::varchar || ' more'
    end as ties
from ranked
where
    place = 1;
