-- What loading CSV is measured against: DuckDB's own reader with the columns given, and nothing else.
create table csv_orders as
select *
from read_csv(
    getvariable('file'),
    header = true,
    columns = {
        id: 'bigint',
        ordered: 'timestamp',
        amount: 'double',
        pieces: 'integer',
        place: 'varchar',
        customer: 'varchar',
        note: 'varchar',
        paid: 'boolean'
    }
);
