-- The moments that the last run took from plays: a corrected play has another one, or another row of the same play was taken.
-- scope: run
create table if not exists left_moments (start_time timestamp not null encode raw)
-- What the plays tell the calendar; a few rows.
diststyle all;
