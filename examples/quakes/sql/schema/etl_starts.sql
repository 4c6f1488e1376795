-- The start of each run, committed before it does anything; one row per try. A run without a row in etl_runs is in progress, or was killed.
create table if not exists etl_starts (
    run_id varchar(64) not null encode lzo,
    started_at timestamp not null encode raw,
    version varchar(64) encode lzo,
    session_id integer encode az64, -- the session that runs it, as in stv_sessions; it ends with the run, even if that is killed
    session_started_at timestamp encode az64,
    user_name varchar(256) encode lzo
)
-- No primary key, as etl_runs has none.
diststyle all
sortkey (started_at);
