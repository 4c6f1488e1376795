-- Loads the new files of CSV, and nothing else.
-- source: csv
copy csv_orders (id, ordered, amount, pieces, place, customer, note, paid)
from :'manifest'
iam_role :copy_role
manifest
format as csv :compression ignoreheader 1
maxerror :max_errors
compupdate off;
