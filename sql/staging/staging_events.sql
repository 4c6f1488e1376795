-- Loads the new event files, and nothing else, into staging_events.
-- Trailing blanks go: Redshift compares without them, and so everything else may compare plainly.
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
from :'events_manifest'
iam_role :copy_role
manifest
format as json :'events_jsonpaths' :events_compression
timeformat 'epochmillisecs'
trimblanks
maxerror :max_errors
compupdate off;
