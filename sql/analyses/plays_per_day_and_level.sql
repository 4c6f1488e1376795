-- How many songs are played a day, free and paid? (UTC)
-- chart: line
-- total: songplays
select
    start_time::date as day,
    coalesce(level, '(unknown)') as level,
    count(*) as play_count
from songplays
group by
    1,
    2
order by
    1,
    2;
