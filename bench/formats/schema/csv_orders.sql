-- Orders that come as CSV.
drop table if exists csv_orders;

create table csv_orders (
    id bigint,
    ordered timestamp,
    amount double precision,
    pieces integer,
    place varchar(256),
    customer varchar(256),
    note varchar(256),
    paid boolean
);
