-- The new feeds hold as many quakes as they say.
select
    'quakes that the last feeds announced, and hold' as what,
    coalesce(sum(quake_count), 0) as counted,
    coalesce(sum(get_array_length(features)), 0) as expected
from staging_earthquakes;
