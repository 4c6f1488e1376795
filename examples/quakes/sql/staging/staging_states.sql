-- Loads the new files of states, and nothing else, into staging_states.
-- source: states
-- required: state, population
copy staging_states (state, id, population, engineers, hurricanes)
from :'manifest'
iam_role :copy_role
manifest
format as csv :compression ignoreheader 1
maxerror :max_errors
compupdate off;
