-- What a run loaded: one row per key that no column took, per column that no key filled, and per column and file in which COPY changed values.
create table if not exists etl_columns (
    run_id varchar(64) not null encode lzo,
    source varchar(64) not null encode bytedict,
    kind varchar(16) not null encode bytedict, -- key, column, replaced (characters that are not UTF-8, by ACCEPTINVCHARS) or cut (values that fill their column, by TRUNCATECOLUMNS)
    name varchar(512) not null encode lzo, -- empty if it is not known where something was replaced
    required smallint encode az64, -- 1 for a column that the header of its staging file requires
    row_count bigint encode az64, -- of the rows looked at, those with the key; 0 for a column; or the rows with a changed value
    url varchar(4096) encode lzo, -- the first file with the key; for a column one of the files
    rows_looked_at bigint encode az64, -- a sample: the first rows of some of the files
    rows_loaded bigint encode az64, -- of all files of the source
    table_name varchar(256) encode lzo
)
diststyle even
sortkey (run_id);
