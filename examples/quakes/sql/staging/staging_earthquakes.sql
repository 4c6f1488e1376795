-- Loads the new feeds, and nothing else, into staging_earthquakes.
-- source: earthquakes
-- jsonpaths: jsonpaths/earthquakes.json
-- required: quake_count, features
-- The JSONPaths file says which keys go where: one a column, in this order.
copy staging_earthquakes (title, generated, quake_count, features)
from :'manifest'
iam_role :copy_role
manifest
format as json :'jsonpaths' :compression
timeformat 'epochmillisecs'
maxerror :max_errors
compupdate off;
