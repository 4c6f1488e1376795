-- The ledger of the quarantine: source files that could not be loaded, with the reason, until they change or are retried.
create table if not exists etl_quarantine (
    url varchar(2048) not null encode lzo,
    etag varchar(256) not null encode lzo,
    size bigint not null encode az64, -- bytes
    source varchar(64) not null encode bytedict, -- as its staging file calls it
    run_id varchar(64) not null encode lzo, -- the run that left it out last
    quarantined_at timestamp not null encode az64,
    rows_rejected bigint encode az64, -- as far as known; null if the file cannot be read at all
    reason varchar(1024) not null encode lzo,
    next_step varchar(1024) not null encode lzo, -- what to do about it
    retry_at timestamp encode az64 -- when dwh retry asked the next run to try it again
)
-- No primary key: a few rows that are always read whole. A file is in it once, as it lay there when it was left out.
diststyle all;
