"""SQLAlchemy's own dialect of PostgreSQL, over psycopg2."""

import datetime
import decimal

import sqlalchemy
from sqlalchemy import Column, Integer, MetaData, Table, text
from tell import HOSTILE, feature, server

host, port, user, password, database, root = server()
engine = sqlalchemy.create_engine(
    sqlalchemy.engine.URL.create("postgresql+psycopg2", user, password, host, int(port), database),
    connect_args={"sslmode": "verify-full", "sslrootcert": root},
)


@feature("values")
def values():
    with engine.connect() as connection:
        row = connection.execute(
            text(
                "select 9223372036854775807::bigint, 1.50::numeric(10,2), true, 'é'::varchar, date '2018-11-02', null::integer"
            )
        ).one()
    assert tuple(row) == (
        9223372036854775807,
        decimal.Decimal("1.50"),
        True,
        "é",
        datetime.date(2018, 11, 2),
        None,
    ), row


@feature("bound values")
def bound():
    with engine.connect() as connection:
        for one in HOSTILE:
            found = connection.execute(text("select cast(:one as varchar(64))"), {"one": one}).scalar_one()
            assert found == one, one


@feature("transactions")
def transactions():
    kept = Table("kept_sqlalchemy", MetaData(), Column("a", Integer))
    kept.create(engine)
    try:
        with engine.begin() as connection:
            connection.execute(kept.insert(), [{"a": 1}])
            raise KeyError
    except KeyError:
        pass
    with engine.begin() as connection:
        connection.execute(kept.insert(), [{"a": 2}])
    with engine.connect() as connection:
        assert [row.a for row in connection.execute(kept.select())] == [2]


@feature("errors")
def errors():
    with engine.connect() as connection:
        try:
            connection.execute(text("select * from nowhere"))
        except sqlalchemy.exc.ProgrammingError as error:
            assert error.orig.pgcode == "42P01", error.orig.pgcode
        else:
            raise AssertionError("no error")


@feature("many rows")
def many():
    sql = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 50000) select i from n"
    with engine.connect() as connection:
        rows = connection.execute(text(sql)).all()
    assert len(rows) == 50000, len(rows)


@feature("catalogue")
def catalogue():
    inspector = sqlalchemy.inspect(engine)
    assert "songs" in inspector.get_table_names(), inspector.get_table_names()
    assert [column["name"] for column in inspector.get_columns("songs")][:2] == ["song_id", "title"]


@feature("cancel")
def cancel():
    return "not tried"
