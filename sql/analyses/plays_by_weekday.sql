-- On which day of the week do people listen? (UTC)
-- chart: column
-- total: songplays
select
    extract(dow from start_time)::integer as weekday,
    case extract(dow from start_time)::integer
        when 0 then 'Sunday'
        when 1 then 'Monday'
        when 2 then 'Tuesday'
        when 3 then 'Wednesday'
        when 4 then 'Thursday'
        when 5 then 'Friday'
        else 'Saturday'
    end as day,
    count(*) as play_count
from songplays
group by
    1,
    2
order by
    1;
