-- A run locks this table first, so that only one runs at a time. Nobody reads it: a reader would wait for the run.
create table if not exists etl_lock (
    nothing smallint encode raw -- it has no rows: LOCK needs a table, and a table a column
)
diststyle even;
