-- Loads the new files of airports, and nothing else, into staging_airports.
-- source: airports
-- required: iata, latitude, longitude
copy staging_airports (iata, name, city, state, country, latitude, longitude)
from :'manifest'
iam_role :copy_role
manifest
format as csv :compression ignoreheader 1 null as 'NA'
maxerror :max_errors
compupdate off;
