-- songplay_id is declared as the primary key, which Redshift does not enforce.
-- severity: error
select
    -- An expression, since Redshift believes the key: sql/README.md, "Declared keys".
    songplay_id + 0 as songplay_id,
    count(*) as row_count
from songplays
group by
    1
having count(*) > 1;
