-- Rows that could not be loaded, with the place in the source file and the reason: as many as the log of the warehouse held.
create table if not exists etl_rejects (
    run_id varchar(64) not null encode lzo,
    source varchar(64) encode bytedict,
    url varchar(2048) encode lzo,
    line_number bigint encode az64, -- in the source file, counted from 1; the last line of the row; 0 is the whole file
    column_name varchar(256) encode lzo,
    column_type varchar(64) encode lzo,
    value varchar(1024) encode lzo,
    error_code integer encode az64, -- Redshift's load error code; 0 is a row that the job has left out
    reason varchar(1024) encode lzo,
    recorded_at timestamp not null encode raw,
    remedy varchar(1024) encode lzo -- what is wrong with the row, and what to do about it
)
diststyle even
sortkey (recorded_at);
