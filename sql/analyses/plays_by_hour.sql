-- At which hour of the day do people listen? (UTC)
-- chart: column
-- total: songplays
select
    extract(hour from start_time)::integer as hour,
    count(*) as play_count
from songplays
group by
    1
order by
    1;
