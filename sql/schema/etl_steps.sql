-- One row per step of a run, in the order in which they ran.
create table if not exists etl_steps (
    run_id varchar(64) not null encode lzo,
    position integer not null encode az64,
    step varchar(256) not null encode lzo,
    kind varchar(32) not null encode bytedict, -- schema, stage, transform, check or audit
    status varchar(32) not null encode bytedict, -- succeeded, failed, warned or skipped
    started_at timestamp encode raw,
    duration_ms bigint encode az64,
    row_count bigint encode az64, -- rows loaded, changed, or failing
    note varchar(1024) encode lzo -- why a step was skipped; null where the run did not reach it
)
-- No primary key, as etl_runs has none.
diststyle even
sortkey (started_at);
