-- The events of the files that the last run brought, as they are in the files; the next run recreates this table.
-- Not emptied: rows that are deleted stay until VACUUM removes them, and a new table has its statistics from COPY.
drop table if exists staging_events;

create table staging_events (
    artist varchar(1024) encode lzo,
    auth varchar(64) encode bytedict,
    firstname varchar(256) encode lzo,
    gender varchar(16) encode bytedict,
    iteminsession integer encode az64,
    lastname varchar(256) encode lzo,
    length double precision encode zstd,
    level varchar(16) encode bytedict,
    location varchar(1024) encode lzo,
    method varchar(16) encode bytedict,
    page varchar(64) encode bytedict,
    registration double precision encode zstd, -- milliseconds since 1970, a float in the files
    sessionid bigint encode az64,
    song varchar(1024) encode lzo,
    status integer encode az64,
    ts timestamp encode az64, -- UTC; COPY reads it from milliseconds since 1970
    useragent varchar(1024) encode lzo,
    userid bigint encode az64 -- text in the files, empty when logged out
)
-- Spread as songplays is, so that merging a play needs no other node. Read once and whole: no sort key.
diststyle key
distkey (sessionid);
