-- What loading Parquet is measured against: DuckDB's own reader, and nothing else.
create table parquet_orders as
select *
from read_parquet(getvariable('file'));
