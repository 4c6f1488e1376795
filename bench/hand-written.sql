-- What `dwh run` is measured against: the same tables from the same files, as one would write it by hand in DuckDB's own SQL, for
-- this one load into an empty database: no ledger, no checks, nothing that a second load would need. One play is one row here
-- too. The variables `events` and `songs` hold the globs of the files.
-- The order of rows in the files means nothing, and keeping it costs memory; dwh run does not keep it either.
set preserve_insertion_order = false;

begin;

create table staging_events as
select
    artist,
    auth,
    "firstName" as firstname,
    gender,
    "itemInSession" as iteminsession,
    "lastName" as lastname,
    length,
    level,
    location,
    method,
    page,
    registration,
    "sessionId" as sessionid,
    song,
    status,
    make_timestamp(ts * 1000) as ts,
    "userAgent" as useragent,
    nullif("userId", '')::bigint as userid
from read_json(
    getvariable('events'),
    format = 'newline_delimited',
    columns = {
        artist: 'varchar',
        auth: 'varchar',
        "firstName": 'varchar',
        gender: 'varchar',
        "itemInSession": 'integer',
        "lastName": 'varchar',
        length: 'double',
        level: 'varchar',
        location: 'varchar',
        method: 'varchar',
        page: 'varchar',
        registration: 'double',
        "sessionId": 'bigint',
        song: 'varchar',
        status: 'integer',
        ts: 'bigint',
        "userAgent": 'varchar',
        "userId": 'varchar'
    }
);

create table staging_songs as
select *
from read_json(
    getvariable('songs'),
    format = 'newline_delimited',
    columns = {
        artist_id: 'varchar',
        artist_latitude: 'double',
        artist_location: 'varchar',
        artist_longitude: 'double',
        artist_name: 'varchar',
        duration: 'double',
        num_songs: 'integer',
        song_id: 'varchar',
        title: 'varchar',
        year: 'integer'
    }
);

create table users as
select
    userid as user_id,
    latest.firstname as first_name,
    latest.lastname as last_name,
    latest.gender as gender,
    latest.level as level
from (
    select
        userid,
        arg_max(
            {firstname: firstname, lastname: lastname, gender: gender, level: level},
            (ts, sessionid, iteminsession)
        ) as latest
    from staging_events
    where userid is not null
    group by userid
);

create table songs as
select
    song_id,
    title,
    artist_id,
    nullif(year, 0) as year,
    duration,
    artist_name,
    nullif(artist_location, '') as artist_location,
    artist_latitude,
    artist_longitude
from staging_songs
qualify row_number() over (partition by song_id order by year desc, title desc, artist_id desc) = 1;

create table artists as
select
    artist_id,
    artist_name as name,
    artist_location as location,
    artist_latitude as latitude,
    artist_longitude as longitude
from songs
qualify
    row_number() over (
        partition by artist_id
        order by
            artist_location is null,
            artist_latitude is null or artist_longitude is null,
            length(artist_name),
            artist_name,
            artist_location,
            artist_latitude,
            artist_longitude
    ) = 1;

create table songplays as
with plays as (
    select sessionid, iteminsession, ts, userid, level, song, artist, length, location, useragent
    from staging_events
    where page = 'NextSong'
    qualify row_number() over (partition by sessionid, iteminsession order by ts desc) = 1
),

matches as (
    select
        played.song,
        played.artist,
        played.length,
        arg_min({song_id: songs.song_id, artist_id: songs.artist_id}, (abs(songs.duration - played.length), songs.song_id))
            as nearest
    -- From the table and not from plays, which DuckDB would then hold in memory to read it twice.
    from (select distinct song, artist, length from staging_events where page = 'NextSong') as played
    inner join songs on played.song = songs.title and played.artist = songs.artist_name
    group by played.song, played.artist, played.length
)

select
    row_number() over () as songplay_id,
    plays.ts as start_time,
    plays.userid as user_id,
    plays.level,
    matches.nearest.song_id as song_id,
    matches.nearest.artist_id as artist_id,
    plays.sessionid as session_id,
    plays.location,
    plays.useragent as user_agent,
    plays.iteminsession as item_in_session,
    plays.song as title,
    plays.artist as artist_name,
    plays.length
from plays
left join matches on plays.song = matches.song and plays.artist = matches.artist and plays.length = matches.length;

create table time as
select
    start_time,
    extract(hour from start_time) as hour,
    extract(day from start_time) as day,
    extract(week from start_time) as week,
    extract(month from start_time) as month,
    extract(year from start_time) as year,
    extract(dow from start_time) as weekday
from (select distinct start_time from songplays);

commit;
