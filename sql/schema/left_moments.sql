-- The moments that plays lost in the last run: a corrected play has another moment, or another row of the same play was chosen.
-- scope: run
create table if not exists left_moments (start_time timestamp not null encode raw)
-- What the plays tell the calendar; a few rows.
diststyle all;
