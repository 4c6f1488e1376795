-- One row per run, whatever became of it.
create table if not exists etl_runs (
    run_id varchar(64) not null encode lzo,
    status varchar(32) not null encode bytedict, -- succeeded, nothing new, failed, check failed, rejected, interrupted
    exit_code smallint not null encode az64,
    started_at timestamp not null encode raw,
    ended_at timestamp not null encode az64,
    duration_ms bigint not null encode az64,
    files bigint encode az64,
    bytes bigint encode az64,
    rows_read bigint encode az64,
    rows_staged bigint encode az64,
    rows_rejected bigint encode az64,
    checks_failed integer encode az64,
    checks_warned integer encode az64,
    retries integer encode az64,
    version varchar(64) encode lzo,
    error varchar(4096) encode lzo, -- what, where and what next: always set if the exit code is not 0, with the first rows of failed checks; if the run succeeded, what could not be read of its rejected rows, and what was passed over
    rows_added bigint encode az64 -- the sum over etl_tables; null if the run did not get far enough to count
)
-- No primary key: a record whose answer was lost may be written twice, and Redshift would believe that it is not.
diststyle all
sortkey (started_at);
