"""pgcli by its own executor, which is what its prompt and its completion ask by. Usage: python3 pgcli_client.py"""

import os

os.environ["PGSSLMODE"] = "verify-full"

import psycopg
from pgcli.pgexecute import PGExecute
from pgspecial.main import PGSpecial

from tell import HOSTILE, feature, server


# All that it has and a server of version 8.0 may be asked.
BACKSLASHES = (
    "\\d \\d+ \\dt+ \\dv \\dv+ \\dm \\dm+ \\ds \\di \\di+ \\dE \\dn \\dn+ \\du \\l \\l+ \\dp \\z \\ddp \\db \\db+ \\dx \\dF \\df \\df+ \\dT \\dT+ \\dD \\dD+".split()
    + ["\\d+ songs", "\\dt public.*", "\\dp songs", "\\dn public", "\\df abs", "\\df public.*", "\\dT int*", "\\dD public.*", "\\l dev"]
)


def connect():
    host, port, user, password, database, root = server()
    return PGExecute(database, user, password, host, port, sslmode="verify-full", sslrootcert=root)


def ask(executor, text, special=None):
    """The rows of the last statement."""
    rows = []
    for _, found, _, status, _, ok, _ in executor.run(text, special):
        assert ok, status
        rows = [tuple(row) for row in found] if found is not None else []
    return rows


@feature("values")
def values():
    [row] = ask(connect(), "select 9223372036854775807::bigint, 1.50::numeric(10,2)::varchar, true, 'é'::varchar, null::integer")
    assert [str(value) for value in row] == ["9223372036854775807", "1.50", "True", "é", "None"], row


@feature("bound values")
def bound():
    return "not tried"


@feature("transactions")
def transactions():
    executor = connect()
    ask(executor, "create table kept_pgcli (a integer)")
    ask(executor, "begin; insert into kept_pgcli values (1); rollback; begin; insert into kept_pgcli values (2); commit")
    assert [str(one) for (one,) in ask(executor, "select a from kept_pgcli")] == ["2"]


@feature("errors")
def errors():
    executor = connect()
    try:
        ask(executor, "select * from nowhere")
        raise AssertionError("no error")
    except psycopg.Error as error:
        assert error.sqlstate == "42P01", error
    assert str(ask(executor, "select 1")[0][0]) == "1"


@feature("many rows")
def many():
    rows = ask(connect(), "with recursive n(i) as (select 1 union all select i + 1 from n where i < 50000) select i from n")
    assert len(rows) == 50000, len(rows)


@feature("catalogue")
def catalogue():
    """What its completion reads at start, and \\d and \\dt."""
    executor = connect()
    assert "public" in [name for name in executor.schemata()], "schemata"
    assert ("public", "songs") in [tuple(one) for one in executor.tables()], "tables"
    columns = [tuple(one)[2] for one in executor.table_columns() if tuple(one)[1] == "songs"]
    assert columns[:2] == ["song_id", "title"], columns
    executor.databases(), list(executor.views()), list(executor.view_columns()), list(executor.functions()), list(executor.datatypes())
    list(executor.foreignkeys()), executor.search_path()
    assert "songs" in str(ask(executor, "\\dt", PGSpecial())) and ask(executor, "\\d songs", PGSpecial())
    for command in BACKSLASHES:
        ask(executor, command, PGSpecial())


@feature("cancel")
def cancel():
    return "not tried"
