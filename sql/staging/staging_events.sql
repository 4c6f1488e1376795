-- Loads the new event files, and nothing else, into staging_events.
-- source: events
-- required: artist, iteminsession, length, level, page, sessionid, song, ts, userid
-- required-where: page = 'NextSong'
-- row-needs: page; iteminsession, sessionid, ts where page = 'NextSong'
-- A row without a page is not an event, and a play without a moment, a session or a place in it cannot be counted.
-- Trailing blanks are removed: comparisons ignore them, and a group might show either of two equal texts.
copy staging_events (
    artist,
    auth,
    firstname,
    gender,
    iteminsession,
    lastname,
    length,
    level,
    location,
    method,
    page,
    registration,
    sessionid,
    song,
    status,
    ts,
    useragent,
    userid
)
from :'manifest'
iam_role :copy_role
manifest
format as json :'jsonpaths' :compression
timeformat 'epochmillisecs'
trimblanks
maxerror :max_errors
compupdate off;
