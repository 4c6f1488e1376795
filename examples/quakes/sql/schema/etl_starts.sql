-- The beginning of each run, committed before it does anything; one row per try. A run that has none in etl_runs is under way, or was killed.
create table if not exists etl_starts (
    run_id varchar(64) not null encode lzo,
    started_at timestamp not null encode raw,
    version varchar(64) encode lzo,
    session_id integer encode az64, -- the session that runs it, as stv_sessions tells of it; it ends with the run, also where that is killed
    session_started_at timestamp encode az64,
    user_name varchar(256) encode lzo
)
-- No primary key, as etl_runs has none.
diststyle all
sortkey (started_at);
