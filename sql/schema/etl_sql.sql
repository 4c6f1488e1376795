-- The SQL files as they were when the last run was published: a step whose file is new or has changed always runs.
create table if not exists etl_sql (
    step varchar(320) not null encode lzo, -- kind and name; "rows of" before it: what made the rows of its tables
    digest varchar(64) not null encode lzo -- SHA-256 of the file; of rows that of its statements, or "several"
)
-- No primary key: a few rows that are always read whole.
diststyle all;
