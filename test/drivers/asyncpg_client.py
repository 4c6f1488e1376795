"""asyncpg, which speaks the binary format alone."""

import asyncio
import datetime
import decimal
import os
import ssl

import asyncpg
from tell import HOSTILE, feature, server


async def connect():
    host, port, user, password, database, root = server()
    trusted = ssl.create_default_context(cafile=root)
    return await asyncpg.connect(
        host=host, port=int(port), user=user, password=password, database=database, ssl=trusted
    )


def on_connection(work):
    """Runs it on a connection of its own."""

    async def use():
        connection = await connect()
        try:
            await work(connection)
        finally:
            await connection.close()

    return lambda: asyncio.run(use())


@feature("values")
@on_connection
async def values(connection):
    row = await connection.fetchrow(
        "select 1::smallint, 2147483647, 9223372036854775807::bigint, 1.50::numeric(10,2), 0.5::float8, true, 'é'::varchar,"
        " date '2018-11-02', timestamp '2018-11-02 10:00:00.123456', null::integer"
    )
    assert tuple(row) == (
        1,
        2147483647,
        9223372036854775807,
        decimal.Decimal("1.50"),
        0.5,
        True,
        "é",
        datetime.date(2018, 11, 2),
        datetime.datetime(2018, 11, 2, 10, 0, 0, 123456),
        None,
    ), row


@feature("bound values")
@on_connection
async def bound(connection):
    for text in HOSTILE:
        assert await connection.fetchval("select cast($1 as varchar(64))", text) == text, text
    given = (7, decimal.Decimal("2.50"), datetime.date(2020, 2, 29))
    row = await connection.fetchrow("select cast($1 as integer), cast($2 as numeric(8,2)), cast($3 as date)", *given)
    assert tuple(row) == given, row


@feature("transactions")
@on_connection
async def transactions(connection):
    await connection.execute("create table kept_asyncpg (a integer)")
    try:
        async with connection.transaction():
            await connection.execute("insert into kept_asyncpg values ($1)", 1)
            raise KeyError
    except KeyError:
        pass
    async with connection.transaction():
        await connection.execute("insert into kept_asyncpg values ($1)", 2)
    assert [row["a"] for row in await connection.fetch("select a from kept_asyncpg")] == [2]


@feature("errors")
@on_connection
async def errors(connection):
    try:
        await connection.fetch("select * from nowhere")
    except asyncpg.UndefinedTableError:
        pass
    else:
        raise AssertionError("no error")
    assert await connection.fetchval("select 1") == 1


@feature("many rows")
@on_connection
async def many(connection):
    rows = await connection.fetch(
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < 50000) select i from n"
    )
    assert len(rows) == 50000 and rows[-1]["i"] == 50000, len(rows)


@feature("catalogue")
@on_connection
async def catalogue(connection):
    rows = await connection.fetch(
        "select column_name from information_schema.columns where table_name = $1 order by ordinal_position", "songs"
    )
    assert [row[0] for row in rows][:2] == ["song_id", "title"], rows


@feature("cancel")
@on_connection
async def cancel(connection):
    try:
        await connection.fetch(os.environ["SLOW_SQL"], timeout=0.5)
    except asyncio.TimeoutError:
        pass
    else:
        raise AssertionError("it was not cancelled")
    assert await connection.fetchval("select 1") == 1
