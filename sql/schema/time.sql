-- The calendar of the plays: one row per moment at which a song was started, UTC.
create table if not exists time (
    start_time timestamp not null encode raw,
    hour smallint encode az64,
    day smallint encode az64,
    week smallint encode az64, -- ISO 8601
    month smallint encode az64,
    year smallint encode az64,
    weekday smallint encode az64, -- 0 is Sunday
    run_id varchar(64) encode lzo, -- the run that wrote the row last: etl_runs, etl_files; null before there was this column
    primary key (start_time)
)
-- Nearly as long as songplays: spread by the column that it is joined on, sorted as people filter.
diststyle key
distkey (start_time)
sortkey (start_time);
