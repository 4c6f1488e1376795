-- Who listens: plays by gender
-- chart: bar
-- total: songplays
select
    coalesce(users.gender, '(unknown)') as gender,
    count(distinct songplays.user_id) as user_count,
    count(*) as play_count
from songplays
left join users
on
    songplays.user_id = users.user_id
group by
    1
order by
    play_count desc,
    gender;
