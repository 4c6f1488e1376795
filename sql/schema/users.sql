-- Everybody who occurs in an event, with the values of their latest event.
create table if not exists users (
    user_id bigint not null encode raw,
    first_name varchar(256) encode lzo,
    last_name varchar(256) encode lzo,
    gender varchar(16) encode bytedict,
    level varchar(16) encode bytedict, -- free or paid, at the latest event
    -- Which event the values come from: an event that arrives late must not win over it.
    last_event_at timestamp encode az64,
    last_session_id bigint encode az64,
    last_item_in_session integer encode az64,
    run_id varchar(64) encode lzo, -- the run that wrote the row last: etl_runs, etl_files; null before there was this column
    primary key (user_id)
)
-- Small and joined by everybody: a copy on every node. Sorted by its key; a first sort column stays uncompressed.
diststyle all
sortkey (user_id);
