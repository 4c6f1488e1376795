-- One row per key that no column took, per column that no key filled, and per column and file of which COPY changed values, of what a run loaded.
create table if not exists etl_columns (
    run_id varchar(64) not null encode lzo,
    source varchar(64) not null encode bytedict,
    kind varchar(16) not null encode bytedict, -- key, column, replaced (characters that are no UTF-8, by ACCEPTINVCHARS) or cut (values that fill their column, by TRUNCATECOLUMNS)
    name varchar(512) not null encode lzo, -- empty where it is not known of what was replaced
    required smallint encode az64, -- 1 for a column that the header of its staging file requires
    row_count bigint encode az64, -- of the rows looked at, those that have the key; 0 of a column; rows with a value that was changed
    url varchar(4096) encode lzo, -- the first file with the key; of a column one of the files
    rows_looked_at bigint encode az64, -- a sample: the first rows of some of the files
    rows_loaded bigint encode az64, -- of all files of the source
    table_name varchar(256) encode lzo
)
diststyle even
sortkey (run_id);
