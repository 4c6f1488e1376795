-- Loads the new files of Parquet, and nothing else.
-- source: parquet
copy parquet_orders (id, ordered, amount, pieces, place, customer, note, paid)
from :'manifest'
iam_role :copy_role
manifest
format as parquet;
