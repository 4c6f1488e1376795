-- Every feed holds as many quakes as it says.
-- severity: error
--
-- Without its JSONPaths file a feed has neither, and is reported too.
select
    title,
    generated,
    quake_count,
    get_array_length(features) as feature_count
from staging_earthquakes
where
    quake_count is null
    or features is null
    or quake_count != get_array_length(features);
