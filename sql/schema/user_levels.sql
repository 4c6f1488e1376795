-- Who was free and who paid, and when: one row per stretch of plays of a user at one level, with the moments between which it lasted.
create table if not exists user_levels (
    user_id bigint not null encode raw,
    level varchar(16) not null encode bytedict, -- free or paid, as the plays say
    valid_from timestamp not null encode az64, -- the first play at this level, UTC
    valid_to timestamp encode az64, -- the first play at the next level, which is not part of this stretch; null if there is none yet
    current boolean not null encode raw, -- whether there is none yet
    run_id varchar(64) encode lzo -- the run that wrote the row last: etl_runs, etl_files
)
-- No keys are declared: Redshift believes them, and what they would promise follows from songplays and is looked for by the audits.
-- A few rows a user, joined as users is: a copy on every node.
diststyle all
sortkey (user_id, valid_from);
