-- Every play is free or paid; any other level is new to the reports.
-- severity: warn
select
    level,
    count(*) as play_count
from songplays
where
    level is null
    or level not in ('free', 'paid')
group by
    level;
