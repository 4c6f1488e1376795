-- Every quake has an id and a moment: without them it cannot be told from another, or which is the latest.
-- severity: error
select
    feature.id::varchar(64) as quake_id,
    feature.properties.place::varchar(512) as place
from staging_earthquakes as feeds,
feeds.features as feature
where
    feature.id is null
    or feature.properties."time" is null
    or feature.properties.updated is null;
