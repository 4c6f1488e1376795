-- The failing rows of checks and audits in a run, as they were before any rollback: the first rows of each, up to what the job keeps of a run.
create table if not exists etl_failures (
    run_id varchar(64) not null encode lzo,
    step varchar(256) not null encode lzo, -- the check or audit
    path varchar(1024) not null encode lzo, -- its file
    severity varchar(16) not null encode bytedict, -- error or warn
    row_count bigint not null encode az64, -- all that it found
    row_number integer not null encode az64, -- which of them this one is, from 1
    failing_row varchar(8192) not null encode lzo, -- JSON: the values by the names of the columns, long ones cut
    recorded_at timestamp not null encode raw
)
diststyle even
sortkey (recorded_at);
