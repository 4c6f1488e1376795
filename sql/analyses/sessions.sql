-- Are songs played in long sessions or in short ones?
-- chart: column
-- total: songplays
with
    counted as (
        select
            user_id,
            session_id,
            count(*) as play_count
        from songplays
        -- Session ids are used again by other users.
        group by
            user_id,
            session_id
    )
select
    case
        when play_count = 1 then 1
        when play_count <= 5 then 2
        when play_count <= 10 then 3
        when play_count <= 20 then 4
        when play_count <= 50 then 5
        else 6
    end as place,
    case
        when play_count = 1 then '1 song'
        when play_count <= 5 then '2 to 5 songs'
        when play_count <= 10 then '6 to 10 songs'
        when play_count <= 20 then '11 to 20 songs'
        when play_count <= 50 then '21 to 50 songs'
        else 'over 50 songs'
    end as session_length,
    count(*) as session_count,
    sum(play_count)::bigint as play_count
from counted
group by
    1,
    2
order by
    1;
