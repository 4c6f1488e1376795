-- The ledger: which source files are in the warehouse, and which run brought them.
create table if not exists etl_files (
    url varchar(2048) not null encode lzo,
    etag varchar(256) not null encode lzo,
    size bigint not null encode az64, -- bytes
    source varchar(64) not null encode bytedict, -- as its staging file calls it
    run_id varchar(64) not null encode lzo,
    loaded_at timestamp not null encode az64,
    rows_read bigint encode az64, -- these three are null where they are not known of this file alone
    rows_staged bigint encode az64,
    rows_rejected bigint encode az64,
    primary key (source, url, etag, size)
)
-- Always read whole.
diststyle even;
