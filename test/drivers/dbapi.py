"""Python's drivers of the DB-API (PEP 249): psycopg2, psycopg, pyodbc. Usage: python3 dbapi.py DRIVER"""

import datetime
import decimal
import importlib
import os
import sys

from tell import HOSTILE, feature, server

NAME = sys.argv[1]
driver = importlib.import_module(NAME)
MARK = "?" if NAME == "pyodbc" else "%s"


def connect():
    host, port, user, password, database, root = server()
    if NAME == "pyodbc":
        return driver.connect(
            "Driver={PostgreSQL Unicode};"
            f"Server={host};Port={port};Uid={user};Pwd={{{password}}};Database={database};"
            # The driver's way back after an error is a savepoint, which Redshift does not have: -1 means the whole transaction.
            f"Protocol=7.4-1;SSLmode=verify-full;pqopt={{sslrootcert={root}}}"
        )
    return driver.connect(
        host=host, port=port, user=user, password=password, dbname=database, sslmode="verify-full", sslrootcert=root
    )


def ask(connection, sql, values=()):
    cursor = connection.cursor()
    cursor.execute(sql, values) if values else cursor.execute(sql)
    return [tuple(row) for row in cursor.fetchall()]


@feature("values")
def values():
    connection = connect()
    [row] = ask(
        connection,
        "select 1::smallint, 2147483647, 9223372036854775807::bigint, 1.50::numeric(10,2), 0.5::float8, true, 'é'::varchar,"
        " date '2018-11-02', timestamp '2018-11-02 10:00:00.123456', null::integer",
    )
    truth = row[5] in (True, "1", 1)
    assert truth, row
    assert row[:5] == (1, 2147483647, 9223372036854775807, decimal.Decimal("1.50"), 0.5), row
    assert row[6:] == (
        "é",
        datetime.date(2018, 11, 2),
        datetime.datetime(2018, 11, 2, 10, 0, 0, 123456),
        None,
    ), row
    connection.close()


@feature("bound values")
def bound():
    connection = connect()
    if NAME == "pyodbc":
        # In a transaction the driver wants a savepoint to give up what it has prepared.
        connection.autocommit = True
    for text in HOSTILE:
        assert ask(connection, f"select cast({MARK} as varchar(64)), 1", (text,)) == [(text, 1)], text
    given = (7, decimal.Decimal("2.50"), datetime.date(2020, 2, 29))
    [row] = ask(connection, f"select cast({MARK} as integer), cast({MARK} as numeric(8,2)), cast({MARK} as date)", given)
    assert row == given, row
    connection.close()


@feature("transactions")
def transactions():
    connection = connect()
    cursor = connection.cursor()
    table = f"kept_{NAME}"
    cursor.execute(f"create table {table} (a integer)")
    connection.commit()
    cursor.execute(f"insert into {table} values ({MARK})", (1,))
    connection.rollback()
    cursor.execute(f"insert into {table} values ({MARK})", (2,))
    connection.commit()
    assert ask(connect(), f"select a from {table}") == [(2,)]
    connection.close()


@feature("errors")
def errors():
    connection = connect()
    try:
        ask(connection, "select * from nowhere")
    except driver.Error as error:
        state = getattr(error, "pgcode", None) or getattr(error, "sqlstate", None) or error.args[0]
        # ODBC has a name of its own for a table that is not there.
        assert state in ("42P01", "42S02"), state
    else:
        raise AssertionError("no error")
    connection.rollback()
    assert ask(connection, "select 1") == [(1,)]
    connection.close()


@feature("many rows")
def many():
    connection = connect()
    rows = ask(connection, "with recursive n(i) as (select 1 union all select i + 1 from n where i < 50000) select i from n")
    assert len(rows) == 50000 and rows[-1] == (50000,), len(rows)
    connection.close()


@feature("catalogue")
def catalogue():
    connection = connect()
    if NAME == "pyodbc":
        found = [row.column_name for row in connection.cursor().columns(table="songs")]
    else:
        found = [
            name
            for (name,) in ask(
                connection,
                "select column_name from information_schema.columns where table_name = 'songs' order by ordinal_position",
            )
        ]
    assert found[:2] == ["song_id", "title"], found
    connection.close()


@feature("cancel")
def cancel():
    if NAME == "pyodbc":
        return "not tried"
    import threading

    connection = connect()
    threading.Timer(0.5, connection.cancel).start()
    try:
        ask(connection, os.environ["SLOW_SQL"])
    except driver.Error as error:
        state = getattr(error, "pgcode", None) or getattr(error, "sqlstate", None)
        assert state == "57014", state
    else:
        raise AssertionError("it was not cancelled")
    connection.rollback()
    assert ask(connection, "select 1") == [(1,)]
    connection.close()
