-- songplay_id is declared as the primary key, which Redshift does not enforce.
-- severity: error
select
    songplay_id,
    count(*) as row_count
from songplays
group by
    songplay_id
having count(*) > 1;
