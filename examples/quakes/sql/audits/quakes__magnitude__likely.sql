-- No quake was ever measured above 9.5, and few below -2.
-- severity: warn
select
    quake_id,
    magnitude
from quakes
where
    magnitude > 9.5
    or magnitude < -2;
