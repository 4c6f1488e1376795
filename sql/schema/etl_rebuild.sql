-- The rebuild in batches that is in progress: one row from its start until its tables replace those that readers see.
create table if not exists etl_rebuild (
    rebuild_id varchar(64) not null encode raw, -- the run that began it
    started_at timestamp not null encode raw,
    schema_name varchar(256) not null encode raw, -- where its tables grow, with a ledger and a record of their own
    tables varchar(16384) not null encode raw, -- what is rebuilt, separated by commas
    digest varchar(64) not null encode raw, -- of the SQL and the locations of the sources: when they change, the batches before are of no use
    files bigint encode raw -- from which it is made, as the newest batch listed them
)
-- No primary key: one row at most.
diststyle all;
