-- The feeds of the last run, one row each, as they are in the files; the next run recreates this table.
drop table if exists staging_earthquakes;

create table staging_earthquakes (
    title varchar(256) encode lzo, -- metadata.title
    generated timestamp encode az64, -- metadata.generated, UTC; COPY reads it from milliseconds since 1970
    quake_count integer encode az64, -- metadata.count: how many quakes the feed says it holds
    features super encode zstd -- the quakes, an array of GeoJSON features
)
diststyle even;
