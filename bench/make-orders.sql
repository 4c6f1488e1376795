-- The files that are loaded: `rows` orders as CSV and as Parquet.
create table orders as
select
    i as id,
    timestamp '2018-11-01' + to_seconds((i * 37) % 2592000) as ordered,
    round(((i * 7919) % 1000000) / 100, 2)::double as amount,
    (i % 12)::integer as pieces,
    'Place ' || (i % 997) as place,
    'Customer, number ' || hash(i) as customer,
    md5(i::varchar) as note,
    i % 3 = 0 as paid
from range(getvariable('rows')::bigint) as numbers (i);

copy orders to 'orders.csv' (header);
copy orders to 'orders.parquet';
