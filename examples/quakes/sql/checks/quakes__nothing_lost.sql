-- Every quake of the new feeds is there.
-- severity: error
select
    feature.id::varchar(64) as quake_id
from staging_earthquakes as feeds,
feeds.features as feature
left join quakes
on
    feature.id::varchar(64) = quakes.quake_id
where
    quakes.quake_id is null;
