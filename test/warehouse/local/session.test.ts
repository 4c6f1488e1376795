import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ConfigError, LockedError } from "../../../src/errors.ts";
import type { Store } from "../../../src/store/store.ts";
import { AT_ONCE, type Compiler } from "../../../src/warehouse/local/compile/compiler.ts";
import {
  openLocalWarehouse,
  withLocalWarehouse,
  type LocalWarehouse,
} from "../../../src/warehouse/local/open.ts";
import { untilWaiting } from "../../support/until-waiting.ts";
import { startChild } from "../../support/children.ts";
import type { LocalSession } from "../../../src/warehouse/local/session.ts";

const options = (path: string) => ({ path, store: {} as Store, now: () => new Date(0) });
let warehouse: LocalWarehouse;
beforeEach(async () => {
  warehouse = await openLocalWarehouse({ ...options(":memory:"), threads: 1 });
});
afterEach(() => warehouse.close());

const session = <T>(use: (one: LocalSession) => Promise<T>): Promise<T> => warehouse.withSession(use);
const rows = async (one: LocalSession, sql: string) => (await one.execute(sql)).rows;
const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

/** Who holds what, and who waits: the query of AWS re:Post, "How do I find and release locks in Amazon Redshift?", cut down. */
const HELD = `select t.pid, t.lock_mode, t.granted, trim(c.relname) from svv_transactions as t
  inner join pg_class as c on t.relation = c.oid order by t.granted desc, t.pid`;

describe("a transaction", () => {
  it("is aborted by an error until it is rolled back", () =>
    session(async (one) => {
      await one.execute("create table t (a integer)");
      await one.execute("begin");
      await one.execute("insert into t values (1)");
      expect(await failure(one.execute("select nope from t"))).toMatchObject({ sqlState: "42703" });
      expect(await failure(one.execute("select 1"))).toMatchObject({ sqlState: "25P02" });
      expect((await one.execute("commit")).command).toBe("ROLLBACK");
      expect(await rows(one, "select count(*) from t")).toEqual([["0"]]);
    }));

  it("rolls back tables too, with what was declared of them", () =>
    session(async (one) => {
      await one.execute("begin");
      await one.execute("create table t (a varchar(3))");
      await one.execute("rollback");
      expect(await rows(one, "select count(*) from pg_table_def where tablename = 't'")).toEqual([["0"]]);
      await one.execute("create table t (a varchar(5))");
      expect(await rows(one, "select type from pg_table_def where tablename = 't'")).toEqual([
        ["character varying(5)"],
      ]);
    }));

  it("is committed by TRUNCATE, as Redshift does", () =>
    session(async (one) => {
      await one.execute("create table t (a integer)");
      await one.execute("create table u (a integer)");
      await one.execute("insert into u values (1)");
      await one.execute("begin");
      await one.execute("insert into t values (1)");
      await one.execute("truncate u");
      await one.execute("rollback");
      expect(await rows(one, "select (select count(*) from t), (select count(*) from u)")).toEqual([
        ["1", "0"],
      ]);
    }));

  it("is rolled back when its session ends", async () => {
    await session((one) => one.execute("create table t (a integer)"));
    await session(async (one) => {
      await one.execute("begin");
      await one.execute("insert into t values (1)");
    });
    expect(await session((one) => rows(one, "select count(*) from t"))).toEqual([["0"]]);
  });

  it("warns about BEGIN in a transaction and COMMIT outside of one", () =>
    session(async (one) => {
      expect((await one.execute("commit")).notices).toEqual(["there is no transaction in progress"]);
      await one.execute("begin");
      expect((await one.execute("begin")).notices).toEqual(["there is already a transaction in progress"]);
    }));
});

describe("a COPY", () => {
  it("that waits for its files in vain is cancelled, and the session goes on", async () => {
    let asked = (): void => undefined;
    const reading = new Promise<void>((resolve) => (asked = resolve));
    const store: Store = {
      list: (url) => Promise.resolve([{ url, etag: "1", size: 9 }]),
      read: () => {
        asked();
        return new Promise<never>(() => undefined);
      },
      async *readParts() {
        yield await store.read("s3://b/x");
      },
      write: () => Promise.resolve(),
      remove: () => Promise.resolve(),
      localPath: () => undefined,
    };
    await withLocalWarehouse({ ...options(":memory:"), store }, (one) =>
      one.withSession(async (own) => {
        await own.execute("create table t (a integer)");
        const copying = failure(own.execute("copy t from 's3://b/x' iam_role default format as json 'auto'"));
        await reading;
        await own.cancel();
        expect(await copying).toMatchObject({ sqlState: "57014" });
        expect(await rows(own, "select count(*) from t")).toEqual([["0"]]);
      }),
    );
  });
});

describe("LOCK", () => {
  it("makes another session wait until the transaction ends", () =>
    session(async (one) => {
      await one.execute("create table t (a integer)");
      await one.execute("begin");
      await one.execute("lock t");
      await session(async (other) => {
        await other.execute("begin");
        let held = false;
        const waiting = other.execute("lock table t").then(() => (held = true));
        await one.execute("insert into t values (1)");
        expect(held).toBe(false);
        await one.execute("commit");
        await waiting;
        expect(held).toBe(true);
      });
    }));

  it("can be waited for in vain: a cancelled session stops waiting", () =>
    session(async (one) => {
      await one.execute("create table t (a integer)");
      await one.execute("begin");
      await one.execute("lock t");
      await session(async (other) => {
        await other.execute("begin");
        const waiting = failure(other.execute("lock t"));
        await other.cancel();
        expect(await waiting).toMatchObject({ sqlState: "57014" });
      });
    }));

  // The first turns are before DuckDB has the query, which would then run for hours.
  it.each([0, 1, 2, 3, 5, 8])("a cancel is not lost that comes %i turns after its statement", (turns) =>
    session(async (one) => {
      const counted = "select 1 as n union all select n + 1 from r where n < 3000";
      const running = failure(
        one.execute(
          `with recursive r (n) as (${counted}) select count(*) from r a cross join r b cross join r c`,
        ),
      );
      for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
      await one.cancel();
      expect(await running).toMatchObject({ sqlState: "57014" });
      expect((await one.execute("select 1")).rows).toEqual([["1"]]);
    }),
  );

  it("is not given to a session that has ended while it waited", () =>
    session(async (one) => {
      await one.execute("create table t (a integer)");
      await one.execute("begin");
      await one.execute("lock t");
      let waiting: Promise<unknown> = Promise.resolve();
      await session(async (other) => {
        await other.execute("begin");
        waiting = failure(other.execute("lock t"));
      });
      expect(await waiting).toMatchObject({ sqlState: "57014" });
      await one.execute("commit");
      await session(async (third) => {
        await third.execute("begin");
        expect((await third.execute("lock t")).command).toBe("LOCK TABLE");
      });
    }));
});

describe("a session that ends while a statement", () => {
  it.each([
    "lock t",
    "select a from t",
    "insert into t values (2)",
    "begin",
    "create table u as select 1 as a",
  ])("is read refuses it, and does nothing of it: %s", async (sql) => {
    let go = (): void => undefined;
    const gate = new Promise<void>((resolve) => (go = resolve));
    const slow: Compiler = {
      ...AT_ONCE,
      check: async (text) => {
        if (text === sql) await gate;
        return AT_ONCE.check(text);
      },
    };
    await withLocalWarehouse({ ...options(":memory:"), threads: 1, compiler: slow }, async (own) => {
      await own.withSession((one) => one.execute("create table t (a integer)"));
      let asked: Promise<unknown> = Promise.resolve();
      await own.withSession(async (other) => {
        asked = failure(other.execute(sql));
      });
      go();
      expect(await asked).toMatchObject({ sqlState: "57014", message: "the session has ended" });
      expect(await own.withSession((one) => one.execute("select count(*) from t"))).toMatchObject({
        rows: [["0"]],
      });
    });
  });
});

describe("a table under LOCK", () => {
  /** Waits, and says so in what it returns; what is asked has begun to wait when it was sent. */
  const begun = (work: Promise<unknown>) => {
    const state = { settled: false };
    void work.finally(() => (state.settled = true)).catch(() => undefined);
    return state;
  };

  it.each([
    "select a from t",
    "insert into t values (2)",
    "update t set a = 2",
    "delete from t",
    "drop table t",
    "truncate t",
    "create table u as select a from t",
  ])("makes others wait until it is given away: %s", (sql) =>
    session(async (one) => {
      await one.execute("create table t (a integer)");
      await one.execute("begin");
      await one.execute("lock t");
      await session(async (other) => {
        const waiting = other.execute(sql);
        const state = begun(waiting);
        await one.execute("insert into t values (1)");
        expect(await untilWaiting(one)).toEqual([String(other.id)]);
        expect(state.settled).toBe(false);
        await one.execute("commit");
        await waiting;
      });
    }),
  );

  it("is seen by who waited for it as the holder has left it", () =>
    session(async (one) => {
      await one.execute("create table t (a integer)");
      await one.execute("begin");
      await one.execute("lock t");
      await session(async (other) => {
        const reading = rows(other, "select a from t");
        await one.execute("insert into t values (1)");
        await one.execute("commit");
        expect(await reading).toEqual([["1"]]);
      });
    }));

  it("is another one for who waited while its holder dropped it and made it anew, and the same where that is rolled back", () =>
    session(async (one) => {
      await one.execute("create table swapped (a integer)");
      const gone = {
        sqlState: "XX000",
        message: expect.stringMatching(/^could not open relation with OID \d+$/) as string,
      };
      for (const [end, answer] of [
        ["rollback", []],
        ["commit", gone],
      ] as const) {
        await one.execute("begin");
        await one.execute("drop table swapped");
        await one.execute("create table swapped (a integer)");
        await session(async (other) => {
          const reading = rows(other, "select a from swapped").catch((error: unknown) => error);
          await untilWaiting(one);
          await one.execute(end);
          expect(await reading).toMatchObject(answer);
          expect(await rows(other, "select a from swapped")).toEqual([]);
        });
      }
    }));

  it("has to wait for a transaction that once read it and is idle, and readers wait behind it", () =>
    session(async (idle) => {
      await idle.execute("create table t (a integer)");
      await idle.execute("begin");
      await idle.execute("select a from t");
      await session(async (run) => {
        await run.execute("begin");
        const locking = run.execute("lock t");
        await untilWaiting(idle);
        await session(async (reader) => {
          const reading = reader.execute("select a from t");
          while ((await untilWaiting(idle)).length < 2);
          expect(await rows(idle, HELD)).toEqual([
            [String(idle.id), "AccessShareLock", "t", "t"],
            [String(run.id), "AccessExclusiveLock", "f", "t"],
            [String(reader.id), "AccessShareLock", "f", "t"],
          ]);
          await idle.execute("rollback");
          await locking;
          await run.execute("rollback");
          await reading;
        });
      });
    }));

  it("has to be there", () =>
    session(async (one) => {
      await one.execute("begin");
      expect(await failure(one.execute("lock no_such_table"))).toMatchObject({ sqlState: "42P01" });
      await one.execute("rollback");
      await one.execute("begin");
      await one.execute("create table made_here (a integer)");
      expect((await one.execute("lock made_here")).command).toBe("LOCK TABLE");
    }));

  it("is another one than the temporary table of that name", () =>
    session(async (one) => {
      await one.execute("create table t (a integer)");
      await one.execute("begin");
      await one.execute("lock t");
      await session(async (other) => {
        await other.execute("create temp table t (a integer)");
        expect(await rows(other, "select a from t")).toEqual([]);
      });
    }));
});

describe("svv_transactions", () => {
  it("tells the open transactions with their locks, by the ids of pg_class", () =>
    session(async (one) => {
      await one.execute("create table t (a integer)");
      await one.execute("begin");
      await one.execute("lock t");
      const mine =
        "select lock_mode, lockable_object_type, granted, relation is null from svv_transactions order by 1";
      expect(await rows(one, mine)).toEqual([
        ["AccessExclusiveLock", "relation", "t", "f"],
        ["ExclusiveLock", "transactionid", "t", "t"],
      ]);
      expect(await rows(one, HELD)).toEqual([[String(one.id), "AccessExclusiveLock", "t", "t"]]);
      await one.execute("commit");
      expect(await rows(one, mine)).toEqual([]);
    }));
});

describe("stv_sessions", () => {
  it("tells who is connected", () =>
    session(async (one) => {
      const connected = "select process from stv_sessions order by 1";
      await session(async (other) => {
        expect(await rows(other, connected)).toEqual([[String(one.id)], [String(other.id)]]);
      });
      expect(await rows(one, connected)).toEqual([[String(one.id)]]);
    }));
});

describe("LOCK of two tables crosswise", () => {
  it("fails for the session that closes the circle, whose changes are gone, and the other goes on", () =>
    session(async (one) => {
      await one.execute("create schema mart");
      for (const table of ["a", "mart.a", "b"]) await one.execute(`create table ${table} (x integer)`);
      await session(async (other) => {
        await one.execute("begin");
        await one.execute("lock a");
        await other.execute("begin");
        await other.execute("lock mart.a, b");
        await other.execute("insert into b values (1)");
        const waiting = one.execute("lock table public.b");
        expect(await failure(other.execute("lock a"))).toMatchObject({
          sqlState: "40P01",
          message: "deadlock detected",
        });
        await waiting;
        await one.execute("insert into b values (2)");
        expect(await failure(other.execute("select 1"))).toMatchObject({ sqlState: "25P02" });
        await one.execute("commit");
        expect((await other.execute("commit")).command).toBe("ROLLBACK");
        expect(await rows(other, "select x from b")).toEqual([["2"]]);
      });
    }));
});

describe("a temporary table", () => {
  it("is again what it was when its changes are rolled back", () =>
    session(async (one) => {
      await one.execute("create temp table t (a integer, b varchar(3))");
      await one.execute("begin");
      await one.execute("alter table t rename to u");
      await one.execute("alter table u drop column b");
      await one.execute("create temp table gone (a integer)");
      await one.execute("rollback");
      await one.execute("alter table t alter column b type varchar(5)");
      await one.execute("insert into t values (1, '12345')");
      expect(await rows(one, "select a, b from t")).toEqual([["1", "12345"]]);
      for (const name of ["u", "gone"])
        expect(await failure(one.execute(`alter table ${name} add column c integer`))).toMatchObject({
          sqlState: "42P01",
        });
      await one.execute("create temp table if not exists gone (a integer)");
      expect(await rows(one, "select count(*) from gone")).toEqual([["0"]]);
    }));

  it("is again what it was after an error too, and stays what a commit made of it", () =>
    session(async (one) => {
      await one.execute("begin");
      await one.execute("create temp table t (a integer)");
      await one.execute("commit");
      await one.execute("begin");
      await one.execute("alter table t add column b integer");
      expect(await failure(one.execute("select nope from t"))).toMatchObject({ sqlState: "42703" });
      await one.execute("rollback");
      await one.execute("alter table t add column b integer");
      await one.execute("insert into t values (1, 2)");
      expect(await rows(one, "select * from t")).toEqual([["1", "2"]]);
    }));
});

describe("a table", () => {
  it("holds VARCHAR(n) in bytes and says so as Redshift does", () =>
    session(async (one) => {
      await one.execute("create table t (a varchar(3))");
      await one.execute("insert into t values ('abc')");
      expect(await failure(one.execute("insert into t values ('éé')"))).toMatchObject({
        sqlState: "22001",
        message: "value too long for type character varying(3)",
      });
    }));

  it("enforces NOT NULL, and neither primary nor foreign keys", () =>
    session(async (one) => {
      await one.execute("create table p (a integer not null, primary key (a))");
      await one.execute("create table c (a integer references p (a))");
      await one.execute("insert into p values (1), (1)");
      await one.execute("insert into c values (7)");
      expect(await failure(one.execute("insert into p values (null)"))).toMatchObject({ sqlState: "23502" });
    }));

  it("gives identity values with gaps, also after a rollback", () =>
    session(async (one) => {
      await one.execute("create table t (id bigint identity(1, 1), a integer)");
      await one.execute("insert into t (a) values (1), (2)");
      const ids = (await rows(one, "select id from t order by id")).map(([id]) => Number(id));
      expect(new Set(ids).size).toBe(2);
      expect((ids[1] ?? 0) - (ids[0] ?? 0)).toBeGreaterThan(1);
    }));

  it("is renamed, swapped and dropped with what was declared of it", () =>
    session(async (one) => {
      await one.execute("create table a (x varchar(3), id integer identity(1, 1))");
      await one.execute("create table b (x varchar(9))");
      await one.execute("begin");
      await one.execute("alter table a rename to former");
      await one.execute("alter table b rename to a");
      await one.execute("commit");
      expect(await rows(one, "select type from pg_table_def where tablename = 'a'")).toEqual([
        ["character varying(9)"],
      ]);
      await one.execute("drop table former, a");
      expect(await rows(one, "select count(*) from svv_tables")).toEqual([["0"]]);
    }));
});

describe("MERGE", () => {
  const setUp = async (one: LocalSession): Promise<void> => {
    await one.execute("create table t (k integer, v varchar(9), id bigint identity(1, 1))");
    await one.execute("create table s (k integer, v varchar(9))");
    await one.execute("insert into t (k, v) values (1, 'old')");
  };
  const MERGE =
    "merge into t using s on t.k = s.k when matched then update set v = s.v when not matched then insert (k, v) values (s.k, s.v)";

  it("updates and inserts", () =>
    session(async (one) => {
      await setUp(one);
      await one.execute("insert into s values (1, 'new'), (2, 'more')");
      expect(await one.execute(MERGE)).toMatchObject({ command: "MERGE", rowCount: 2 });
      expect(await rows(one, "select k, v from t order by k")).toEqual([
        ["1", "new"],
        ["2", "more"],
      ]);
    }));

  it("refuses a source that matches one row twice, in Redshift's words", () =>
    session(async (one) => {
      await setUp(one);
      await one.execute("insert into s values (1, 'a'), (1, 'b')");
      expect(await failure(one.execute(MERGE))).toMatchObject({
        message: "Found multiple matches to update the same tuple.",
      });
      expect(await rows(one, "select v from t")).toEqual([["old"]]);
    }));
});

describe("MERGE … REMOVE DUPLICATES", () => {
  const MERGE = "merge into t using s on t.k = s.k remove duplicates";
  const setUp = async (one: LocalSession, source: string): Promise<void> => {
    await one.execute("create table t (k integer, v varchar(9))");
    await one.execute("create table s (k integer, v varchar(9))");
    await one.execute("insert into t values (1, 'old'), (1, 'older'), (2, 'kept')");
    await one.execute(`insert into s values ${source}`);
  };

  it("puts the rows of the source in the place of all that they meet, and adds the others", () =>
    session(async (one) => {
      await setUp(one, "(1, 'new'), (3, 'more')");
      expect(await one.execute(MERGE)).toMatchObject({ command: "MERGE", rowCount: 2 });
      expect(await rows(one, "select k, v from t order by k")).toEqual([
        ["1", "new"],
        ["2", "kept"],
        ["3", "more"],
      ]);
    }));

  it.each([
    ["a key twice", "(1, 'a'), (1, 'b')", "Found multiple matches"],
    ["a row twice", "(3, 'a'), (3, 'a')", "holds a row twice"],
  ])("refuses a source that holds %s", (_, source, message) =>
    session(async (one) => {
      await setUp(one, source);
      expect(await failure(one.execute(MERGE))).toMatchObject({
        message: expect.stringContaining(message) as string,
      });
      expect(await rows(one, "select count(*) from t")).toEqual([["3"]]);
    }),
  );
});

describe("opening", () => {
  const folder = mkdtempSync(join(tmpdir(), "dwh-open-"));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(() => mkdirSync(folder, { recursive: true }));

  it("makes the folder", async () => {
    const result = await withLocalWarehouse(options(join(folder, "a/b/w.duckdb")), (one) =>
      one.withSession((s) => s.execute("select 1")),
    );
    expect(result.rows).toEqual([["1"]]);
  });

  it("tells a file of another program, and leaves it as it is", async () => {
    const path = join(folder, "notes.txt");
    writeFileSync(path, "not a database, but long enough to look like one ".repeat(100));
    const error = await failure(openLocalWarehouse(options(path)));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({
      message: expect.stringContaining("not a DuckDB database") as string,
      where: path,
    });
  });

  it("tells a folder in the place of the file, and a file in the place of the folder", async () => {
    writeFileSync(join(folder, "file"), "x");
    for (const path of [folder, join(folder, "file/w.duckdb")]) {
      expect(await failure(openLocalWarehouse(options(path)))).toBeInstanceOf(ConfigError);
    }
  });

  it.skipIf(process.getuid?.() === 0)(
    "tells a warehouse that cannot be written (skipped for root, who can)",
    async () => {
      const path = join(folder, "w.duckdb");
      await withLocalWarehouse(options(path), (one) =>
        one.withSession((s) => s.execute("create table t (a integer)")),
      );
      chmodSync(path, 0o444);
      expect(await failure(openLocalWarehouse(options(path)))).toBeInstanceOf(ConfigError);
    },
  );

  it("tells that another process has it, with its number", async () => {
    const path = join(folder, "w.duckdb");
    const script = `const { DuckDBInstance } = require("@duckdb/node-api");
      DuckDBInstance.create(${JSON.stringify(path)}).then((i) => { globalThis.i = i; console.log("open"); process.stdin.resume(); });`;
    const owner = startChild(process.execPath, ["-e", script], { input: null });
    await owner.says(/open/);
    const error = await failure(openLocalWarehouse(options(path)));
    await owner.end();
    expect(error).toBeInstanceOf(LockedError);
    expect(error).toMatchObject({ message: expect.stringContaining(String(owner.child.pid)) as string });
  });
});
