-- What a run locks first of all, so that there is one at a time. Nobody reads it, since who reads it would wait for the run.
create table if not exists etl_lock (
    nothing smallint encode raw -- it has no rows: LOCK needs a table, and a table a column
)
diststyle even;
