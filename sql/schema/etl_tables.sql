-- The rows of each table that the transforms of a run write, before and after the run, from the record and the statements.
create table if not exists etl_tables (
    run_id varchar(64) not null encode lzo,
    table_name varchar(1024) not null encode lzo, -- as the SQL spells it
    counted_at timestamp not null encode raw, -- before the first step, under the lock: runs come in this order
    rows_before bigint not null encode az64, -- what the last run left; counted if that is not on record, and with an audit
    rows_after bigint not null encode az64 -- with what was inserted and deleted; the rows before, if nothing was published
)
-- No primary key, as etl_runs has none.
diststyle even
sortkey (counted_at);
