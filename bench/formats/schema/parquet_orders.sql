-- Orders that come as Parquet.
drop table if exists parquet_orders;

create table parquet_orders (
    id bigint,
    ordered timestamp,
    amount double precision,
    pieces integer,
    place varchar(256),
    customer varchar(256),
    note varchar(256),
    paid boolean
);
