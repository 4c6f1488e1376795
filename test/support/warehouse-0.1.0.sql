-- A local warehouse as version 0.1.0 left it behind its first run: three events and a song. DuckDB's SQL, and not Redshift's.
CREATE SCHEMA _redshift;
CREATE SCHEMA IF NOT EXISTS public;
CREATE SEQUENCE public.songplays_songplay_id_seq INCREMENT BY 3 MINVALUE 1 MAXVALUE 9223372036854775807 START 7 NO CYCLE;
CREATE TABLE _redshift."columns"(schemaname VARCHAR, tablename VARCHAR, ordinal INTEGER, "column" VARCHAR, "type" VARCHAR, "encoding" VARCHAR, distkey BOOLEAN, sortkey INTEGER, "notnull" BOOLEAN);
CREATE TABLE _redshift.stl_load_commits(userid INTEGER, query INTEGER, slice INTEGER, "name" VARCHAR, filename VARCHAR, byte_offset INTEGER, lines_scanned BIGINT, errors BIGINT, curtime TIMESTAMP, status INTEGER, file_format VARCHAR, is_partial INTEGER, start_offset BIGINT, copy_job_id BIGINT);
CREATE TABLE _redshift.stl_load_errors(userid INTEGER, slice INTEGER, tbl INTEGER, starttime TIMESTAMP, "session" INTEGER, query INTEGER, filename VARCHAR, line_number BIGINT, colname VARCHAR, "type" VARCHAR, col_length VARCHAR, "position" INTEGER, raw_line VARCHAR, raw_field_value VARCHAR, err_code INTEGER, err_reason VARCHAR, is_partial INTEGER, start_offset BIGINT, copy_job_id BIGINT);
CREATE TABLE _redshift.sys_load_detail(user_id INTEGER, query_id BIGINT, file_name VARCHAR, bytes_scanned BIGINT, lines_scanned BIGINT, splits_scanned INTEGER, record_time TIMESTAMP, start_time TIMESTAMP, end_time TIMESTAMP, file_etag VARCHAR, file_last_modified TIMESTAMP);
CREATE TABLE _redshift.sys_load_error_detail(user_id INTEGER, query_id BIGINT, transaction_id BIGINT, session_id INTEGER, database_name VARCHAR, table_id INTEGER, start_time TIMESTAMP, file_name VARCHAR, line_number BIGINT, column_name VARCHAR, column_type VARCHAR, column_length VARCHAR, "position" INTEGER, error_code INTEGER, error_message VARCHAR);
CREATE TABLE _redshift.sys_load_history(user_id INTEGER, query_id BIGINT, transaction_id BIGINT, session_id INTEGER, database_name VARCHAR, status VARCHAR, table_name VARCHAR, start_time TIMESTAMP, end_time TIMESTAMP, duration BIGINT, data_source VARCHAR, file_format VARCHAR, loaded_rows BIGINT, loaded_bytes BIGINT, source_file_count INTEGER, source_file_bytes BIGINT, file_count_scanned INTEGER, file_bytes_scanned BIGINT, error_count BIGINT, copy_job_id BIGINT);
CREATE TABLE _redshift."tables"(schema_name VARCHAR, table_name VARCHAR, definition VARCHAR);
CREATE TABLE public.artists(artist_id VARCHAR NOT NULL, "name" VARCHAR, "location" VARCHAR, latitude DOUBLE, longitude DOUBLE, CHECK((strlen(artist_id) <= 64)), CHECK((strlen("name") <= 1024)), CHECK((strlen("location") <= 1024)));
CREATE TABLE public.etl_files(url VARCHAR NOT NULL, etag VARCHAR NOT NULL, size BIGINT NOT NULL, "source" VARCHAR NOT NULL, run_id VARCHAR NOT NULL, loaded_at TIMESTAMP NOT NULL, rows_read BIGINT, rows_staged BIGINT, rows_rejected BIGINT, CHECK((strlen(url) <= 2048)), CHECK((strlen(etag) <= 256)), CHECK((strlen("source") <= 64)), CHECK((strlen(run_id) <= 64)));
CREATE TABLE public.etl_rejects(run_id VARCHAR NOT NULL, "source" VARCHAR, url VARCHAR, line_number BIGINT, column_name VARCHAR, column_type VARCHAR, "value" VARCHAR, error_code INTEGER, reason VARCHAR, recorded_at TIMESTAMP NOT NULL, CHECK((strlen(run_id) <= 64)), CHECK((strlen("source") <= 64)), CHECK((strlen(url) <= 2048)), CHECK((strlen(column_name) <= 256)), CHECK((strlen(column_type) <= 64)), CHECK((strlen("value") <= 1024)), CHECK((strlen(reason) <= 1024)));
CREATE TABLE public.etl_runs(run_id VARCHAR NOT NULL, status VARCHAR NOT NULL, exit_code SMALLINT NOT NULL, started_at TIMESTAMP NOT NULL, ended_at TIMESTAMP NOT NULL, duration_ms BIGINT NOT NULL, files BIGINT, bytes BIGINT, rows_read BIGINT, rows_staged BIGINT, rows_rejected BIGINT, plays_added BIGINT, checks_failed INTEGER, checks_warned INTEGER, retries INTEGER, "version" VARCHAR, "error" VARCHAR, CHECK((strlen(run_id) <= 64)), CHECK((strlen(status) <= 32)), CHECK((strlen("version") <= 64)), CHECK((strlen("error") <= 4096)));
CREATE TABLE public.etl_steps(run_id VARCHAR NOT NULL, "position" INTEGER NOT NULL, step VARCHAR NOT NULL, kind VARCHAR NOT NULL, status VARCHAR NOT NULL, started_at TIMESTAMP, duration_ms BIGINT, row_count BIGINT, CHECK((strlen(run_id) <= 64)), CHECK((strlen(step) <= 256)), CHECK((strlen(kind) <= 32)), CHECK((strlen(status) <= 32)));
CREATE TABLE public.songplays(songplay_id BIGINT DEFAULT(nextval('"public"."songplays_songplay_id_seq"')) NOT NULL, start_time TIMESTAMP NOT NULL, user_id BIGINT, "level" VARCHAR, song_id VARCHAR, artist_id VARCHAR, session_id BIGINT NOT NULL, "location" VARCHAR, user_agent VARCHAR, item_in_session INTEGER NOT NULL, title VARCHAR, artist_name VARCHAR, length DOUBLE, CHECK((strlen("level") <= 16)), CHECK((strlen(song_id) <= 64)), CHECK((strlen(artist_id) <= 64)), CHECK((strlen("location") <= 1024)), CHECK((strlen(user_agent) <= 1024)), CHECK((strlen(title) <= 1024)), CHECK((strlen(artist_name) <= 1024)));
CREATE TABLE public.songs(song_id VARCHAR NOT NULL, title VARCHAR, artist_id VARCHAR, "year" INTEGER, duration DOUBLE, artist_name VARCHAR, artist_location VARCHAR, artist_latitude DOUBLE, artist_longitude DOUBLE, CHECK((strlen(song_id) <= 64)), CHECK((strlen(title) <= 1024)), CHECK((strlen(artist_id) <= 64)), CHECK((strlen(artist_name) <= 1024)), CHECK((strlen(artist_location) <= 1024)));
CREATE TABLE public.staging_events(artist VARCHAR, auth VARCHAR, firstname VARCHAR, gender VARCHAR, iteminsession INTEGER, lastname VARCHAR, length DOUBLE, "level" VARCHAR, "location" VARCHAR, "method" VARCHAR, page VARCHAR, registration DOUBLE, sessionid BIGINT, song VARCHAR, status INTEGER, ts TIMESTAMP, useragent VARCHAR, userid BIGINT, CHECK((strlen(artist) <= 1024)), CHECK((strlen(auth) <= 64)), CHECK((strlen(firstname) <= 256)), CHECK((strlen(gender) <= 16)), CHECK((strlen(lastname) <= 256)), CHECK((strlen("level") <= 16)), CHECK((strlen("location") <= 1024)), CHECK((strlen("method") <= 16)), CHECK((strlen(page) <= 64)), CHECK((strlen(song) <= 1024)), CHECK((strlen(useragent) <= 1024)));
CREATE TABLE public.staging_songs(artist_id VARCHAR, artist_latitude DOUBLE, artist_location VARCHAR, artist_longitude DOUBLE, artist_name VARCHAR, duration DOUBLE, num_songs INTEGER, song_id VARCHAR, title VARCHAR, "year" INTEGER, CHECK((strlen(artist_id) <= 64)), CHECK((strlen(artist_location) <= 1024)), CHECK((strlen(artist_name) <= 1024)), CHECK((strlen(song_id) <= 64)), CHECK((strlen(title) <= 1024)));
CREATE TABLE public."time"(start_time TIMESTAMP NOT NULL, "hour" SMALLINT, "day" SMALLINT, "week" SMALLINT, "month" SMALLINT, "year" SMALLINT, weekday SMALLINT);
CREATE TABLE public.users(user_id BIGINT NOT NULL, first_name VARCHAR, last_name VARCHAR, gender VARCHAR, "level" VARCHAR, last_event_at TIMESTAMP, last_session_id BIGINT, last_item_in_session INTEGER, CHECK((strlen(first_name) <= 256)), CHECK((strlen(last_name) <= 256)), CHECK((strlen(gender) <= 16)), CHECK((strlen("level") <= 16)));
INSERT INTO _redshift."columns" VALUES
  ('public', 'etl_rejects', '1', 'run_id', 'character varying(64)', 'lzo', 'false', '0', 'true'),
  ('public', 'etl_rejects', '2', 'source', 'character varying(64)', 'bytedict', 'false', '0', 'false'),
  ('public', 'etl_rejects', '3', 'url', 'character varying(2048)', 'lzo', 'false', '0', 'false'),
  ('public', 'etl_rejects', '4', 'line_number', 'bigint', 'az64', 'false', '0', 'false'),
  ('public', 'etl_rejects', '5', 'column_name', 'character varying(256)', 'lzo', 'false', '0', 'false'),
  ('public', 'etl_rejects', '6', 'column_type', 'character varying(64)', 'lzo', 'false', '0', 'false'),
  ('public', 'etl_rejects', '7', 'value', 'character varying(1024)', 'lzo', 'false', '0', 'false'),
  ('public', 'etl_rejects', '8', 'error_code', 'integer', 'az64', 'false', '0', 'false'),
  ('public', 'etl_rejects', '9', 'reason', 'character varying(1024)', 'lzo', 'false', '0', 'false'),
  ('public', 'etl_rejects', '10', 'recorded_at', 'timestamp without time zone', 'raw', 'false', '1', 'true'),
  ('public', 'etl_runs', '1', 'run_id', 'character varying(64)', 'lzo', 'false', '0', 'true'),
  ('public', 'etl_runs', '2', 'status', 'character varying(32)', 'bytedict', 'false', '0', 'true'),
  ('public', 'etl_runs', '3', 'exit_code', 'smallint', 'az64', 'false', '0', 'true'),
  ('public', 'etl_runs', '4', 'started_at', 'timestamp without time zone', 'raw', 'false', '1', 'true'),
  ('public', 'etl_runs', '5', 'ended_at', 'timestamp without time zone', 'az64', 'false', '0', 'true'),
  ('public', 'etl_runs', '6', 'duration_ms', 'bigint', 'az64', 'false', '0', 'true'),
  ('public', 'etl_runs', '7', 'files', 'bigint', 'az64', 'false', '0', 'false'),
  ('public', 'etl_runs', '8', 'bytes', 'bigint', 'az64', 'false', '0', 'false'),
  ('public', 'etl_runs', '9', 'rows_read', 'bigint', 'az64', 'false', '0', 'false'),
  ('public', 'etl_runs', '10', 'rows_staged', 'bigint', 'az64', 'false', '0', 'false'),
  ('public', 'etl_runs', '11', 'rows_rejected', 'bigint', 'az64', 'false', '0', 'false'),
  ('public', 'etl_runs', '12', 'plays_added', 'bigint', 'az64', 'false', '0', 'false'),
  ('public', 'etl_runs', '13', 'checks_failed', 'integer', 'az64', 'false', '0', 'false'),
  ('public', 'etl_runs', '14', 'checks_warned', 'integer', 'az64', 'false', '0', 'false'),
  ('public', 'etl_runs', '15', 'retries', 'integer', 'az64', 'false', '0', 'false'),
  ('public', 'etl_runs', '16', 'version', 'character varying(64)', 'lzo', 'false', '0', 'false'),
  ('public', 'etl_runs', '17', 'error', 'character varying(4096)', 'lzo', 'false', '0', 'false'),
  ('public', 'etl_steps', '1', 'run_id', 'character varying(64)', 'lzo', 'false', '0', 'true'),
  ('public', 'etl_steps', '2', 'position', 'integer', 'az64', 'false', '0', 'true'),
  ('public', 'etl_steps', '3', 'step', 'character varying(256)', 'lzo', 'false', '0', 'true'),
  ('public', 'etl_steps', '4', 'kind', 'character varying(32)', 'bytedict', 'false', '0', 'true'),
  ('public', 'etl_steps', '5', 'status', 'character varying(32)', 'bytedict', 'false', '0', 'true'),
  ('public', 'etl_steps', '6', 'started_at', 'timestamp without time zone', 'raw', 'false', '1', 'false'),
  ('public', 'etl_steps', '7', 'duration_ms', 'bigint', 'az64', 'false', '0', 'false'),
  ('public', 'etl_steps', '8', 'row_count', 'bigint', 'az64', 'false', '0', 'false'),
  ('public', 'etl_files', '1', 'url', 'character varying(2048)', 'lzo', 'false', '0', 'true'),
  ('public', 'etl_files', '2', 'etag', 'character varying(256)', 'lzo', 'false', '0', 'true'),
  ('public', 'etl_files', '3', 'size', 'bigint', 'az64', 'false', '0', 'true'),
  ('public', 'etl_files', '4', 'source', 'character varying(64)', 'bytedict', 'false', '0', 'true'),
  ('public', 'etl_files', '5', 'run_id', 'character varying(64)', 'lzo', 'false', '0', 'true'),
  ('public', 'etl_files', '6', 'loaded_at', 'timestamp without time zone', 'az64', 'false', '0', 'true'),
  ('public', 'etl_files', '7', 'rows_read', 'bigint', 'az64', 'false', '0', 'false'),
  ('public', 'etl_files', '8', 'rows_staged', 'bigint', 'az64', 'false', '0', 'false'),
  ('public', 'etl_files', '9', 'rows_rejected', 'bigint', 'az64', 'false', '0', 'false'),
  ('public', 'artists', '1', 'artist_id', 'character varying(64)', 'raw', 'false', '1', 'true'),
  ('public', 'artists', '2', 'name', 'character varying(1024)', 'lzo', 'false', '0', 'false'),
  ('public', 'artists', '3', 'location', 'character varying(1024)', 'lzo', 'false', '0', 'false'),
  ('public', 'artists', '4', 'latitude', 'double precision', 'zstd', 'false', '0', 'false'),
  ('public', 'artists', '5', 'longitude', 'double precision', 'zstd', 'false', '0', 'false'),
  ('public', 'songs', '1', 'song_id', 'character varying(64)', 'raw', 'false', '1', 'true'),
  ('public', 'songs', '2', 'title', 'character varying(1024)', 'lzo', 'false', '0', 'false'),
  ('public', 'songs', '3', 'artist_id', 'character varying(64)', 'lzo', 'false', '0', 'false'),
  ('public', 'songs', '4', 'year', 'integer', 'az64', 'false', '0', 'false'),
  ('public', 'songs', '5', 'duration', 'double precision', 'zstd', 'false', '0', 'false'),
  ('public', 'songs', '6', 'artist_name', 'character varying(1024)', 'lzo', 'false', '0', 'false'),
  ('public', 'songs', '7', 'artist_location', 'character varying(1024)', 'lzo', 'false', '0', 'false'),
  ('public', 'songs', '8', 'artist_latitude', 'double precision', 'zstd', 'false', '0', 'false'),
  ('public', 'songs', '9', 'artist_longitude', 'double precision', 'zstd', 'false', '0', 'false'),
  ('public', 'staging_events', '1', 'artist', 'character varying(1024)', 'lzo', 'false', '0', 'false'),
  ('public', 'staging_events', '2', 'auth', 'character varying(64)', 'bytedict', 'false', '0', 'false'),
  ('public', 'staging_events', '3', 'firstname', 'character varying(256)', 'lzo', 'false', '0', 'false'),
  ('public', 'staging_events', '4', 'gender', 'character varying(16)', 'bytedict', 'false', '0', 'false'),
  ('public', 'staging_events', '5', 'iteminsession', 'integer', 'az64', 'false', '0', 'false'),
  ('public', 'staging_events', '6', 'lastname', 'character varying(256)', 'lzo', 'false', '0', 'false'),
  ('public', 'staging_events', '7', 'length', 'double precision', 'zstd', 'false', '0', 'false'),
  ('public', 'staging_events', '8', 'level', 'character varying(16)', 'bytedict', 'false', '0', 'false'),
  ('public', 'staging_events', '9', 'location', 'character varying(1024)', 'lzo', 'false', '0', 'false'),
  ('public', 'staging_events', '10', 'method', 'character varying(16)', 'bytedict', 'false', '0', 'false'),
  ('public', 'staging_events', '11', 'page', 'character varying(64)', 'bytedict', 'false', '0', 'false'),
  ('public', 'staging_events', '12', 'registration', 'double precision', 'zstd', 'false', '0', 'false'),
  ('public', 'staging_events', '13', 'sessionid', 'bigint', 'az64', 'true', '0', 'false'),
  ('public', 'staging_events', '14', 'song', 'character varying(1024)', 'lzo', 'false', '0', 'false'),
  ('public', 'staging_events', '15', 'status', 'integer', 'az64', 'false', '0', 'false'),
  ('public', 'staging_events', '16', 'ts', 'timestamp without time zone', 'az64', 'false', '0', 'false'),
  ('public', 'staging_events', '17', 'useragent', 'character varying(1024)', 'lzo', 'false', '0', 'false'),
  ('public', 'staging_events', '18', 'userid', 'bigint', 'az64', 'false', '0', 'false'),
  ('public', 'staging_songs', '1', 'artist_id', 'character varying(64)', 'lzo', 'false', '0', 'false'),
  ('public', 'staging_songs', '2', 'artist_latitude', 'double precision', 'zstd', 'false', '0', 'false'),
  ('public', 'staging_songs', '3', 'artist_location', 'character varying(1024)', 'lzo', 'false', '0', 'false'),
  ('public', 'staging_songs', '4', 'artist_longitude', 'double precision', 'zstd', 'false', '0', 'false'),
  ('public', 'staging_songs', '5', 'artist_name', 'character varying(1024)', 'lzo', 'false', '0', 'false'),
  ('public', 'staging_songs', '6', 'duration', 'double precision', 'zstd', 'false', '0', 'false'),
  ('public', 'staging_songs', '7', 'num_songs', 'integer', 'az64', 'false', '0', 'false'),
  ('public', 'staging_songs', '8', 'song_id', 'character varying(64)', 'lzo', 'false', '0', 'false'),
  ('public', 'staging_songs', '9', 'title', 'character varying(1024)', 'lzo', 'false', '0', 'false'),
  ('public', 'staging_songs', '10', 'year', 'integer', 'az64', 'false', '0', 'false'),
  ('public', 'time', '1', 'start_time', 'timestamp without time zone', 'raw', 'true', '1', 'true'),
  ('public', 'time', '2', 'hour', 'smallint', 'az64', 'false', '0', 'false'),
  ('public', 'time', '3', 'day', 'smallint', 'az64', 'false', '0', 'false'),
  ('public', 'time', '4', 'week', 'smallint', 'az64', 'false', '0', 'false'),
  ('public', 'time', '5', 'month', 'smallint', 'az64', 'false', '0', 'false'),
  ('public', 'time', '6', 'year', 'smallint', 'az64', 'false', '0', 'false'),
  ('public', 'time', '7', 'weekday', 'smallint', 'az64', 'false', '0', 'false'),
  ('public', 'users', '1', 'user_id', 'bigint', 'raw', 'false', '1', 'true'),
  ('public', 'users', '2', 'first_name', 'character varying(256)', 'lzo', 'false', '0', 'false'),
  ('public', 'users', '3', 'last_name', 'character varying(256)', 'lzo', 'false', '0', 'false'),
  ('public', 'users', '4', 'gender', 'character varying(16)', 'bytedict', 'false', '0', 'false'),
  ('public', 'users', '5', 'level', 'character varying(16)', 'bytedict', 'false', '0', 'false'),
  ('public', 'users', '6', 'last_event_at', 'timestamp without time zone', 'az64', 'false', '0', 'false'),
  ('public', 'users', '7', 'last_session_id', 'bigint', 'az64', 'false', '0', 'false'),
  ('public', 'users', '8', 'last_item_in_session', 'integer', 'az64', 'false', '0', 'false'),
  ('public', 'songplays', '1', 'songplay_id', 'bigint', 'az64', 'false', '0', 'true'),
  ('public', 'songplays', '2', 'start_time', 'timestamp without time zone', 'raw', 'false', '1', 'true'),
  ('public', 'songplays', '3', 'user_id', 'bigint', 'az64', 'false', '0', 'false'),
  ('public', 'songplays', '4', 'level', 'character varying(16)', 'bytedict', 'false', '0', 'false'),
  ('public', 'songplays', '5', 'song_id', 'character varying(64)', 'lzo', 'false', '0', 'false'),
  ('public', 'songplays', '6', 'artist_id', 'character varying(64)', 'lzo', 'false', '0', 'false'),
  ('public', 'songplays', '7', 'session_id', 'bigint', 'az64', 'true', '0', 'true'),
  ('public', 'songplays', '8', 'location', 'character varying(1024)', 'lzo', 'false', '0', 'false'),
  ('public', 'songplays', '9', 'user_agent', 'character varying(1024)', 'lzo', 'false', '0', 'false'),
  ('public', 'songplays', '10', 'item_in_session', 'integer', 'az64', 'false', '0', 'true'),
  ('public', 'songplays', '11', 'title', 'character varying(1024)', 'lzo', 'false', '0', 'false'),
  ('public', 'songplays', '12', 'artist_name', 'character varying(1024)', 'lzo', 'false', '0', 'false'),
  ('public', 'songplays', '13', 'length', 'double precision', 'zstd', 'false', '0', 'false');
INSERT INTO _redshift."tables" VALUES
  ('public', 'etl_rejects', '{"name":"etl_rejects","temporary":false,"ifNotExists":true,"columns":[{"name":"run_id","type":{"name":"varchar","length":64},"notNull":true,"encode":"lzo"},{"name":"source","type":{"name":"varchar","length":64},"notNull":false,"encode":"bytedict"},{"name":"url","type":{"name":"varchar","length":2048},"notNull":false,"encode":"lzo"},{"name":"line_number","type":{"name":"bigint"},"notNull":false,"encode":"az64","comment":"in the source file, counted from 1; the last line of the row"},{"name":"column_name","type":{"name":"varchar","length":256},"notNull":false,"encode":"lzo"},{"name":"column_type","type":{"name":"varchar","length":64},"notNull":false,"encode":"lzo"},{"name":"value","type":{"name":"varchar","length":1024},"notNull":false,"encode":"lzo"},{"name":"error_code","type":{"name":"integer"},"notNull":false,"encode":"az64","comment":"Redshift''s load error code"},{"name":"reason","type":{"name":"varchar","length":1024},"notNull":false,"encode":"lzo"},{"name":"recorded_at","type":{"name":"timestamp"},"notNull":true,"encode":"raw"}],"primaryKey":[],"uniqueKeys":[],"foreignKeys":[],"distStyle":"even","sortStyle":"compound","sortKey":["recorded_at"]}'),
  ('public', 'etl_runs', '{"name":"etl_runs","temporary":false,"ifNotExists":true,"columns":[{"name":"run_id","type":{"name":"varchar","length":64},"notNull":true,"encode":"lzo"},{"name":"status","type":{"name":"varchar","length":32},"notNull":true,"encode":"bytedict","comment":"succeeded, nothing new, failed, check failed, rejected, interrupted"},{"name":"exit_code","type":{"name":"smallint"},"notNull":true,"encode":"az64"},{"name":"started_at","type":{"name":"timestamp"},"notNull":true,"encode":"raw"},{"name":"ended_at","type":{"name":"timestamp"},"notNull":true,"encode":"az64"},{"name":"duration_ms","type":{"name":"bigint"},"notNull":true,"encode":"az64"},{"name":"files","type":{"name":"bigint"},"notNull":false,"encode":"az64"},{"name":"bytes","type":{"name":"bigint"},"notNull":false,"encode":"az64"},{"name":"rows_read","type":{"name":"bigint"},"notNull":false,"encode":"az64"},{"name":"rows_staged","type":{"name":"bigint"},"notNull":false,"encode":"az64"},{"name":"rows_rejected","type":{"name":"bigint"},"notNull":false,"encode":"az64"},{"name":"plays_added","type":{"name":"bigint"},"notNull":false,"encode":"az64"},{"name":"checks_failed","type":{"name":"integer"},"notNull":false,"encode":"az64"},{"name":"checks_warned","type":{"name":"integer"},"notNull":false,"encode":"az64"},{"name":"retries","type":{"name":"integer"},"notNull":false,"encode":"az64"},{"name":"version","type":{"name":"varchar","length":64},"notNull":false,"encode":"lzo"},{"name":"error","type":{"name":"varchar","length":4096},"notNull":false,"encode":"lzo","comment":"what, where and what next"}],"primaryKey":["run_id"],"uniqueKeys":[],"foreignKeys":[],"distStyle":"all","sortStyle":"compound","sortKey":["started_at"]}'),
  ('public', 'etl_steps', '{"name":"etl_steps","temporary":false,"ifNotExists":true,"columns":[{"name":"run_id","type":{"name":"varchar","length":64},"notNull":true,"encode":"lzo"},{"name":"position","type":{"name":"integer"},"notNull":true,"encode":"az64"},{"name":"step","type":{"name":"varchar","length":256},"notNull":true,"encode":"lzo"},{"name":"kind","type":{"name":"varchar","length":32},"notNull":true,"encode":"bytedict","comment":"schema, stage, transform or check"},{"name":"status","type":{"name":"varchar","length":32},"notNull":true,"encode":"bytedict","comment":"succeeded, failed, warned or skipped"},{"name":"started_at","type":{"name":"timestamp"},"notNull":false,"encode":"raw"},{"name":"duration_ms","type":{"name":"bigint"},"notNull":false,"encode":"az64"},{"name":"row_count","type":{"name":"bigint"},"notNull":false,"encode":"az64","comment":"rows loaded, changed, or offending"}],"primaryKey":["run_id","position"],"uniqueKeys":[],"foreignKeys":[],"distStyle":"even","sortStyle":"compound","sortKey":["started_at"]}'),
  ('public', 'etl_files', '{"name":"etl_files","temporary":false,"ifNotExists":true,"columns":[{"name":"url","type":{"name":"varchar","length":2048},"notNull":true,"encode":"lzo"},{"name":"etag","type":{"name":"varchar","length":256},"notNull":true,"encode":"lzo"},{"name":"size","type":{"name":"bigint"},"notNull":true,"encode":"az64","comment":"bytes"},{"name":"source","type":{"name":"varchar","length":64},"notNull":true,"encode":"bytedict","comment":"events or songs"},{"name":"run_id","type":{"name":"varchar","length":64},"notNull":true,"encode":"lzo"},{"name":"loaded_at","type":{"name":"timestamp"},"notNull":true,"encode":"az64"},{"name":"rows_read","type":{"name":"bigint"},"notNull":false,"encode":"az64"},{"name":"rows_staged","type":{"name":"bigint"},"notNull":false,"encode":"az64"},{"name":"rows_rejected","type":{"name":"bigint"},"notNull":false,"encode":"az64"}],"primaryKey":["url","etag","size"],"uniqueKeys":[],"foreignKeys":[],"distStyle":"even","sortStyle":"auto","sortKey":[]}'),
  ('public', 'artists', '{"name":"artists","temporary":false,"ifNotExists":true,"columns":[{"name":"artist_id","type":{"name":"varchar","length":64},"notNull":true,"encode":"raw"},{"name":"name","type":{"name":"varchar","length":1024},"notNull":false,"encode":"lzo"},{"name":"location","type":{"name":"varchar","length":1024},"notNull":false,"encode":"lzo"},{"name":"latitude","type":{"name":"double precision"},"notNull":false,"encode":"zstd"},{"name":"longitude","type":{"name":"double precision"},"notNull":false,"encode":"zstd"}],"primaryKey":["artist_id"],"uniqueKeys":[],"foreignKeys":[],"distStyle":"all","sortStyle":"compound","sortKey":["artist_id"]}'),
  ('public', 'songs', '{"name":"songs","temporary":false,"ifNotExists":true,"columns":[{"name":"song_id","type":{"name":"varchar","length":64},"notNull":true,"encode":"raw"},{"name":"title","type":{"name":"varchar","length":1024},"notNull":false,"encode":"lzo"},{"name":"artist_id","type":{"name":"varchar","length":64},"notNull":false,"encode":"lzo"},{"name":"year","type":{"name":"integer"},"notNull":false,"encode":"az64","comment":"null when the file says 0"},{"name":"duration","type":{"name":"double precision"},"notNull":false,"encode":"zstd","comment":"seconds"},{"name":"artist_name","type":{"name":"varchar","length":1024},"notNull":false,"encode":"lzo"},{"name":"artist_location","type":{"name":"varchar","length":1024},"notNull":false,"encode":"lzo"},{"name":"artist_latitude","type":{"name":"double precision"},"notNull":false,"encode":"zstd"},{"name":"artist_longitude","type":{"name":"double precision"},"notNull":false,"encode":"zstd"}],"primaryKey":["song_id"],"uniqueKeys":[],"foreignKeys":[{"columns":["artist_id"],"table":"artists","references":["artist_id"]}],"distStyle":"all","sortStyle":"compound","sortKey":["song_id"]}'),
  ('public', 'staging_events', '{"name":"staging_events","temporary":false,"ifNotExists":true,"columns":[{"name":"artist","type":{"name":"varchar","length":1024},"notNull":false,"encode":"lzo"},{"name":"auth","type":{"name":"varchar","length":64},"notNull":false,"encode":"bytedict"},{"name":"firstname","type":{"name":"varchar","length":256},"notNull":false,"encode":"lzo"},{"name":"gender","type":{"name":"varchar","length":16},"notNull":false,"encode":"bytedict"},{"name":"iteminsession","type":{"name":"integer"},"notNull":false,"encode":"az64"},{"name":"lastname","type":{"name":"varchar","length":256},"notNull":false,"encode":"lzo"},{"name":"length","type":{"name":"double precision"},"notNull":false,"encode":"zstd"},{"name":"level","type":{"name":"varchar","length":16},"notNull":false,"encode":"bytedict"},{"name":"location","type":{"name":"varchar","length":1024},"notNull":false,"encode":"lzo"},{"name":"method","type":{"name":"varchar","length":16},"notNull":false,"encode":"bytedict"},{"name":"page","type":{"name":"varchar","length":64},"notNull":false,"encode":"bytedict"},{"name":"registration","type":{"name":"double precision"},"notNull":false,"encode":"zstd","comment":"milliseconds since 1970, a float in the files"},{"name":"sessionid","type":{"name":"bigint"},"notNull":false,"encode":"az64"},{"name":"song","type":{"name":"varchar","length":1024},"notNull":false,"encode":"lzo"},{"name":"status","type":{"name":"integer"},"notNull":false,"encode":"az64"},{"name":"ts","type":{"name":"timestamp"},"notNull":false,"encode":"az64","comment":"UTC; COPY reads it from milliseconds since 1970"},{"name":"useragent","type":{"name":"varchar","length":1024},"notNull":false,"encode":"lzo"},{"name":"userid","type":{"name":"bigint"},"notNull":false,"encode":"az64","comment":"text in the files, empty when logged out"}],"primaryKey":[],"uniqueKeys":[],"foreignKeys":[],"distStyle":"key","distKey":"sessionid","sortStyle":"auto","sortKey":[]}'),
  ('public', 'staging_songs', '{"name":"staging_songs","temporary":false,"ifNotExists":true,"columns":[{"name":"artist_id","type":{"name":"varchar","length":64},"notNull":false,"encode":"lzo"},{"name":"artist_latitude","type":{"name":"double precision"},"notNull":false,"encode":"zstd"},{"name":"artist_location","type":{"name":"varchar","length":1024},"notNull":false,"encode":"lzo"},{"name":"artist_longitude","type":{"name":"double precision"},"notNull":false,"encode":"zstd"},{"name":"artist_name","type":{"name":"varchar","length":1024},"notNull":false,"encode":"lzo"},{"name":"duration","type":{"name":"double precision"},"notNull":false,"encode":"zstd","comment":"seconds"},{"name":"num_songs","type":{"name":"integer"},"notNull":false,"encode":"az64"},{"name":"song_id","type":{"name":"varchar","length":64},"notNull":false,"encode":"lzo"},{"name":"title","type":{"name":"varchar","length":1024},"notNull":false,"encode":"lzo"},{"name":"year","type":{"name":"integer"},"notNull":false,"encode":"az64","comment":"0 is unknown"}],"primaryKey":[],"uniqueKeys":[],"foreignKeys":[],"distStyle":"even","sortStyle":"auto","sortKey":[]}'),
  ('public', 'time', '{"name":"time","temporary":false,"ifNotExists":true,"columns":[{"name":"start_time","type":{"name":"timestamp"},"notNull":true,"encode":"raw"},{"name":"hour","type":{"name":"smallint"},"notNull":false,"encode":"az64"},{"name":"day","type":{"name":"smallint"},"notNull":false,"encode":"az64"},{"name":"week","type":{"name":"smallint"},"notNull":false,"encode":"az64","comment":"ISO 8601"},{"name":"month","type":{"name":"smallint"},"notNull":false,"encode":"az64"},{"name":"year","type":{"name":"smallint"},"notNull":false,"encode":"az64"},{"name":"weekday","type":{"name":"smallint"},"notNull":false,"encode":"az64","comment":"0 is Sunday"}],"primaryKey":["start_time"],"uniqueKeys":[],"foreignKeys":[],"distStyle":"key","distKey":"start_time","sortStyle":"compound","sortKey":["start_time"]}'),
  ('public', 'users', '{"name":"users","temporary":false,"ifNotExists":true,"columns":[{"name":"user_id","type":{"name":"bigint"},"notNull":true,"encode":"raw"},{"name":"first_name","type":{"name":"varchar","length":256},"notNull":false,"encode":"lzo"},{"name":"last_name","type":{"name":"varchar","length":256},"notNull":false,"encode":"lzo"},{"name":"gender","type":{"name":"varchar","length":16},"notNull":false,"encode":"bytedict"},{"name":"level","type":{"name":"varchar","length":16},"notNull":false,"encode":"bytedict","comment":"free or paid, at the latest event"},{"name":"last_event_at","type":{"name":"timestamp"},"notNull":false,"encode":"az64"},{"name":"last_session_id","type":{"name":"bigint"},"notNull":false,"encode":"az64"},{"name":"last_item_in_session","type":{"name":"integer"},"notNull":false,"encode":"az64"}],"primaryKey":["user_id"],"uniqueKeys":[],"foreignKeys":[],"distStyle":"all","sortStyle":"compound","sortKey":["user_id"]}'),
  ('public', 'songplays', '{"name":"songplays","temporary":false,"ifNotExists":true,"columns":[{"name":"songplay_id","type":{"name":"bigint"},"notNull":true,"identity":{"seed":1,"step":1,"byDefault":false},"encode":"az64","comment":"has gaps and no order"},{"name":"start_time","type":{"name":"timestamp"},"notNull":true,"encode":"raw","comment":"UTC, with milliseconds"},{"name":"user_id","type":{"name":"bigint"},"notNull":false,"encode":"az64"},{"name":"level","type":{"name":"varchar","length":16},"notNull":false,"encode":"bytedict","comment":"free or paid, at the time of the play"},{"name":"song_id","type":{"name":"varchar","length":64},"notNull":false,"encode":"lzo","comment":"null while the song is not in the catalogue"},{"name":"artist_id","type":{"name":"varchar","length":64},"notNull":false,"encode":"lzo","comment":"of the same song"},{"name":"session_id","type":{"name":"bigint"},"notNull":true,"encode":"az64"},{"name":"location","type":{"name":"varchar","length":1024},"notNull":false,"encode":"lzo"},{"name":"user_agent","type":{"name":"varchar","length":1024},"notNull":false,"encode":"lzo"},{"name":"item_in_session","type":{"name":"integer"},"notNull":true,"encode":"az64","comment":"with session_id it says which play this is"},{"name":"title","type":{"name":"varchar","length":1024},"notNull":false,"encode":"lzo","comment":"as the player sent it"},{"name":"artist_name","type":{"name":"varchar","length":1024},"notNull":false,"encode":"lzo"},{"name":"length","type":{"name":"double precision"},"notNull":false,"encode":"zstd","comment":"seconds"}],"primaryKey":["songplay_id"],"uniqueKeys":[["session_id","item_in_session"]],"foreignKeys":[{"columns":["start_time"],"table":"time","references":["start_time"]},{"columns":["user_id"],"table":"users","references":["user_id"]},{"columns":["song_id"],"table":"songs","references":["song_id"]},{"columns":["artist_id"],"table":"artists","references":["artist_id"]}],"distStyle":"key","distKey":"session_id","sortStyle":"compound","sortKey":["start_time"]}');
INSERT INTO public."artists" VALUES
  ('AR1', 'A', NULL, NULL, NULL);
INSERT INTO public."etl_files" VALUES
  ('/lake/events/1.json', '2230718-1795955358165.4988', '884', 'events', '0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '2026-11-29 12:29:22.107', '3', '3', '0'),
  ('/lake/songs/1.json', '2230719-1795955358165.4988', '174', 'songs', '0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '2026-11-29 12:29:22.107', '1', '1', '0');
INSERT INTO public."etl_runs" VALUES
  ('0233ef66-e370-4e81-b14c-2aa2dbfdfe79', 'succeeded', '0', '2026-11-29 12:29:19.41', '2026-11-29 12:29:22.236', '2826', '2', '1058', '4', '4', '0', '2', '0', '0', '0', '0.1.0', NULL);
INSERT INTO public."etl_steps" VALUES
  ('0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '1', 'artists', 'schema', 'succeeded', '2026-11-29 12:29:19.539', '10', '0'),
  ('0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '2', 'songs', 'schema', 'succeeded', '2026-11-29 12:29:19.55', '31', '0'),
  ('0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '3', 'staging_events', 'schema', 'succeeded', '2026-11-29 12:29:19.581', '14', '0'),
  ('0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '4', 'staging_songs', 'schema', 'succeeded', '2026-11-29 12:29:19.596', '34', '0'),
  ('0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '5', 'time', 'schema', 'succeeded', '2026-11-29 12:29:19.631', '8', '0'),
  ('0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '6', 'users', 'schema', 'succeeded', '2026-11-29 12:29:19.639', '9', '0'),
  ('0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '7', 'songplays', 'schema', 'succeeded', '2026-11-29 12:29:19.648', '16', '0'),
  ('0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '8', 'etl_files__file__unique', 'check', 'succeeded', '2026-11-29 12:29:19.672', '7', '0'),
  ('0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '9', 'staging_events', 'stage', 'succeeded', '2026-11-29 12:29:19.68', '138', '3'),
  ('0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '10', 'staging_events__complete', 'check', 'succeeded', '2026-11-29 12:29:19.822', '8', '0'),
  ('0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '11', 'staging_songs', 'stage', 'succeeded', '2026-11-29 12:29:19.831', '175', '1'),
  ('0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '12', 'staging_songs__complete', 'check', 'succeeded', '2026-11-29 12:29:20.006', '23', '0'),
  ('0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '13', 'songs', 'transform', 'succeeded', '2026-11-29 12:29:20.029', '306', '1'),
  ('0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '14', 'songs__song_id__unique', 'check', 'succeeded', '2026-11-29 12:29:20.336', '18', '0'),
  ('0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '15', 'artists', 'transform', 'succeeded', '2026-11-29 12:29:20.354', '132', '1'),
  ('0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '16', 'artists__artist_id__unique', 'check', 'succeeded', '2026-11-29 12:29:20.487', '81', '0'),
  ('0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '17', 'artists__song__known', 'check', 'succeeded', '2026-11-29 12:29:20.569', '35', '0'),
  ('0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '18', 'songs__artist_id__known', 'check', 'succeeded', '2026-11-29 12:29:20.604', '35', '0'),
  ('0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '19', 'songplays', 'transform', 'succeeded', '2026-11-29 12:29:20.64', '609', '2'),
  ('0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '20', 'songplays__artist_id__known', 'check', 'succeeded', '2026-11-29 12:29:21.249', '31', '0'),
  ('0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '21', 'songplays__level__known', 'check', 'succeeded', '2026-11-29 12:29:21.292', '22', '0'),
  ('0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '22', 'songplays__match__complete', 'check', 'succeeded', '2026-11-29 12:29:21.315', '7', '0'),
  ('0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '23', 'songplays__match__right', 'check', 'succeeded', '2026-11-29 12:29:21.322', '46', '0'),
  ('0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '24', 'songplays__nothing_lost', 'check', 'succeeded', '2026-11-29 12:29:21.368', '41', '0'),
  ('0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '25', 'songplays__play__unique', 'check', 'succeeded', '2026-11-29 12:29:21.409', '54', '0'),
  ('0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '26', 'songplays__song_id__known', 'check', 'succeeded', '2026-11-29 12:29:21.464', '15', '0'),
  ('0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '27', 'songplays__songplay_id__unique', 'check', 'succeeded', '2026-11-29 12:29:21.479', '10', '0'),
  ('0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '28', 'time', 'transform', 'succeeded', '2026-11-29 12:29:21.489', '51', '2'),
  ('0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '29', 'songplays__start_time__known', 'check', 'succeeded', '2026-11-29 12:29:21.54', '38', '0'),
  ('0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '30', 'time__play__known', 'check', 'succeeded', '2026-11-29 12:29:21.58', '44', '0'),
  ('0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '31', 'time__start_time__unique', 'check', 'succeeded', '2026-11-29 12:29:21.639', '94', '0'),
  ('0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '32', 'users', 'transform', 'succeeded', '2026-11-29 12:29:21.733', '309', '2'),
  ('0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '33', 'songplays__user_id__known', 'check', 'succeeded', '2026-11-29 12:29:22.043', '30', '0'),
  ('0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '34', 'users__nobody_lost', 'check', 'succeeded', '2026-11-29 12:29:22.073', '6', '0'),
  ('0233ef66-e370-4e81-b14c-2aa2dbfdfe79', '35', 'users__user_id__unique', 'check', 'succeeded', '2026-11-29 12:29:22.079', '28', '0');
INSERT INTO public."songplays" VALUES
  ('4', '2018-11-01 20:57:10.796', '8', 'free', 'SO1', 'AR1', '1', 'Oslo', 'M', '0', 'T', 'A', '200.5'),
  ('1', '2018-11-01 20:58:50.796', '8', 'paid', 'SO1', 'AR1', '1', 'Oslo', 'M', '1', 'T', 'A', '200.5');
INSERT INTO public."songs" VALUES
  ('SO1', 'T', 'AR1', NULL, '200.5', 'A', NULL, NULL, NULL);
INSERT INTO public."staging_events" VALUES
  ('A', 'Logged In', 'Ann', 'F', '0', 'Lee', '200.5', 'free', 'Oslo', 'PUT', 'NextSong', '1540919166796.0', '1', 'T', '200', '2018-11-01 20:57:10.796', 'M', '8'),
  ('A', 'Logged In', 'Ann', 'F', '1', 'Lee', '200.5', 'paid', 'Oslo', 'PUT', 'NextSong', '1540919166796.0', '1', 'T', '200', '2018-11-01 20:58:50.796', 'M', '8'),
  ('A', 'Logged In', 'Ann', 'F', '0', 'Lee', '200.5', 'free', 'Oslo', 'PUT', 'Home', '1540919166796.0', '2', 'T', '200', '2018-11-01 20:57:10.796', 'M', '9');
INSERT INTO public."staging_songs" VALUES
  ('AR1', NULL, '', NULL, 'A', '200.5', '1', 'SO1', 'T', '0');
INSERT INTO public."time" VALUES
  ('2018-11-01 20:57:10.796', '20', '1', '44', '11', '2018', '4'),
  ('2018-11-01 20:58:50.796', '20', '1', '44', '11', '2018', '4');
INSERT INTO public."users" VALUES
  ('8', 'Ann', 'Lee', 'F', 'paid', '2018-11-01 20:58:50.796', '1', '1'),
  ('9', 'Ann', 'Lee', 'F', 'free', '2018-11-01 20:57:10.796', '2', '0');
CREATE VIEW _redshift.pg_table_def AS SELECT schemaname, tablename, "column", "type", "encoding", distkey, sortkey, "notnull" FROM _redshift."columns" ORDER BY schemaname, tablename, ordinal;
CREATE VIEW _redshift.svv_columns AS SELECT 'local' AS table_catalog, schemaname AS table_schema, tablename AS table_name, "column" AS column_name, ordinal AS ordinal_position, "type" AS data_type FROM _redshift."columns";
CREATE VIEW _redshift.svv_tables AS SELECT 'local' AS table_catalog, schema_name AS table_schema, table_name, 'BASE TABLE' AS table_type FROM _redshift."tables";
CREATE VIEW _redshift.svv_table_info AS SELECT 'local' AS "database", t.schema_name AS "schema", t.table_name AS "table", COALESCE(d.estimated_size, 0) AS tbl_rows, (SELECT count_star() FROM _redshift."columns" AS c WHERE ((c.schemaname = t.schema_name) AND (c.tablename = t.table_name) AND (c.sortkey > 0))) AS sortkey_num, (SELECT "column" FROM _redshift."columns" AS c WHERE ((c.schemaname = t.schema_name) AND (c.tablename = t.table_name) AND (c.sortkey = 1))) AS sortkey1, upper(json_extract_string(t.definition, '$.distStyle')) AS diststyle FROM _redshift."tables" AS t LEFT JOIN duckdb_tables() AS d ON (((d.schema_name = t.schema_name) AND (d.table_name = t.table_name)));
