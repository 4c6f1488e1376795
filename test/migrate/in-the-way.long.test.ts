/** What is in the way of a migration, what has to be done first, and what an interruption leaves. */
import { describe, expect, it } from "vitest";
import type { SchemaTable } from "../../src/migrate/schema-tables.ts";
import type { Row, Session } from "../../src/warehouse/warehouse.ts";
import { failure } from "../support/failure.ts";
import { schemaWarehouse, tablesOf, tableT } from "../support/schema-warehouse.ts";

const { run, drift, migrate } = schemaWarehouse();

const KEYED = [
  "create table t (a varchar(8) not null encode raw, primary key (a))",
  "create table below (b varchar(8) encode raw, foreign key (b) references t (a))",
  "insert into t values ('x')",
  "insert into below values ('x')",
];
const keyed = (type: string): readonly SchemaTable[] =>
  tablesOf(
    tableT(`a ${type} not null encode raw, primary key (a)`),
    `create table if not exists below (b ${type} encode raw, foreign key (b) references t (a))`,
  );
const constraints = (): Promise<readonly Row[]> =>
  run("select conname from pg_constraint where conname like 't_%' or conname like 'below_%' order by 1");

describe("a key that is in the way", () => {
  it("goes for a longer text, the foreign key of another table first, and comes back", async () => {
    await run(...KEYED);
    expect(await migrate(keyed("varchar(16)"))).toEqual([
      "alter table public.below drop constraint below_b_fkey",
      "alter table public.t drop constraint t_pkey",
      "alter table t alter column a type character varying(16)",
      "alter table below alter column b type character varying(16)",
      "alter table t add primary key (a)",
      "alter table below add foreign key (b) references t (a)",
    ]);
    expect(await constraints()).toEqual([["below_b_fkey"], ["t_pkey"]]);
    expect(await run("select * from below")).toEqual([["x"]]);
  });

  it("goes for a table that is made anew, and is in the new one", async () => {
    await run("create table t (a integer not null encode raw, primary key (a))");
    await run("create table below (b integer encode raw, foreign key (b) references t (a))");
    await run("insert into t values (1)", "insert into below values (1)");
    const tables = tablesOf(
      tableT("a bigint not null encode raw, primary key (a)"),
      "create table if not exists below (b bigint encode raw, foreign key (b) references t (a))",
    );
    const done = await migrate(tables);
    expect(done[0]).toBe("alter table public.below drop constraint below_b_fkey");
    expect(await drift(tables)).toEqual([]);
    expect(await run("select * from below, t where a = b")).toEqual([["1", "1"]]);
  });

  it("goes for a table that is recreated for a column that no key has", async () => {
    await run("create table t (a integer not null encode raw, n integer encode raw, primary key (a))");
    await run("create table below (b integer encode raw, foreign key (b) references t (a))");
    const tables = tablesOf(
      tableT("a integer not null encode raw, n bigint encode raw, primary key (a)"),
      "create table if not exists below (b integer encode raw, foreign key (b) references t (a))",
    );
    const done = await migrate(tables);
    expect(done[0]).toBe("alter table public.below drop constraint below_b_fkey");
    expect(await drift(tables)).toEqual([]);
  });
});

describe("an identity of a table that is recreated", () => {
  it("counts anew: no value is put into it", async () => {
    await run("create table t (id bigint identity(1, 1) encode raw, a integer encode raw)");
    await run("insert into t (a) values (7)", "delete from t", "insert into t (a) values (8)");
    const tables = tablesOf(tableT("id bigint identity(1, 1) encode raw, a bigint encode raw"));
    const done = await migrate(tables);
    expect(done.find((sql) => sql.startsWith("insert"))).toMatch(/^insert into \S+ \(a\) select /);
    expect(await run("select a from t")).toEqual([["8"]]);
  });
});

describe("what was granted on a table that is made anew", () => {
  it("is granted again, in the same transaction", async () => {
    await run("create table t (a integer encode az64)");
    const rows = [
      ["SELECT", "Readers", "group", "f"],
      ["INSERT", "etl", "user", "t"],
      ["SELECT", "public", "public", "f"],
      ["SELECT", "r1", "role", "f"],
    ];
    const names = ["privilege_type", "identity_name", "identity_type", "admin_option"];
    const asked: string[] = [];
    const done = await migrate(tablesOf(tableT("a bigint encode az64")), (session) => ({
      cancel: () => session.cancel(),
      execute: async (sql) => {
        if (!sql.includes("svv_relation_privileges"))
          return sql.startsWith("grant") ? session.execute("select 1") : session.execute(sql);
        asked.push(sql);
        const answer = await session.execute("select 1");
        return { ...answer, columns: names.map((name) => ({ name, type: "text" })), rows };
      },
    }));
    expect(asked.join()).toContain("namespace_name = 'public' and relation_name = 't'");
    expect(done.slice(-4)).toEqual([
      'grant select on public.t to group "Readers"',
      "grant insert on public.t to etl with grant option",
      "grant select on public.t to public",
      "grant select on public.t to role r1",
    ]);
  });
});

describe("what somebody has to do first", () => {
  const refusal = async (tables: readonly SchemaTable[]) => {
    const error = await failure(migrate(tables));
    expect(error).toMatchObject({ exitCode: 2 });
    return error.message;
  };

  it("lets go a column that no file declares only when the file says so", async () => {
    await run("create table t (a integer encode az64, b integer encode az64)");
    expect(await refusal(tablesOf(tableT("a integer encode az64")))).toContain(
      "public.t has a column b that sql/schema/t0.sql does not declare: declare it there, or let it be dropped with a line `-- drops: b`",
    );
    expect(await run("select a, b from t")).toEqual([]);
  });

  it("is about views on a table that is made anew, and not on one that is altered", async () => {
    await run("create table t (a integer encode az64)", "create view v as select a from t");
    const longer = tablesOf(tableT("a integer encode az64, b integer encode az64"));
    expect(await migrate(longer)).toHaveLength(1);
    expect(await refusal(tablesOf(tableT("a bigint encode az64, b integer encode az64")))).toContain(
      "the view public.v reads public.t, which is rebuilt: drop it, migrate, and create it again",
    );
  });

  it("is about foreign keys of tables that nobody declares", async () => {
    await run(...KEYED);
    const [own] = keyed("varchar(16)");
    expect(await refusal([own as SchemaTable])).toContain(
      "a foreign key of public.below references public.t",
    );
    expect(await constraints()).toHaveLength(2);
  });

  it("is about values that do not fit, which roll a table back that is made anew", async () => {
    await run("create table t (a integer encode az64)", "insert into t values (null)");
    await failure(migrate(tablesOf(tableT("a integer not null encode az64"))));
    await run("rollback");
    await run("drop table t", "create table t (a varchar(8) encode lzo)", "insert into t values ('12345')");
    await failure(migrate(tablesOf(tableT("a varchar(4) encode lzo"))));
    expect(await run("select a from t")).toEqual([["12345"]]);
  });
});

describe("what is no difference", () => {
  it.each([
    [
      "an encoding that is left to the cluster",
      "create table t (a integer encode zstd)",
      tableT("a integer"),
    ],
    [
      "the order of columns",
      "create table t (b integer encode raw, a integer encode raw)",
      tableT("a integer encode raw, b integer encode raw"),
    ],
    [
      "a sort key that is left to the cluster",
      "create table t (a integer encode raw) sortkey (a)",
      tableT("a integer encode raw"),
    ],
    [
      "another spelling of a default",
      "create table t (a boolean default 't' encode raw)",
      tableT("a boolean default true encode raw"),
    ],
    ["a table that is not there", "select 1", tableT("a integer")],
    [
      "a table that every run makes anew",
      "create table t (a integer)",
      "drop table if exists t;\ncreate table t (a bigint)",
    ],
  ])("%s", async (_, was, now) => {
    await run(was);
    expect(await drift(tablesOf(now))).toEqual([]);
  });
});

describe("a migration that is cut", () => {
  it("goes on with what is left, wherever it was", async () => {
    const WAS = [
      "create table t (a varchar(8) not null encode bytedict, b integer encode raw, c integer encode az64, primary key (a)) diststyle all sortkey (b)",
      "create table below (b varchar(8) encode raw, foreign key (b) references t (a)) diststyle even",
      "insert into t values ('x', 1, 2)",
      "insert into below values ('x')",
    ];
    const tables = tablesOf(
      `-- drops: c\n${tableT("a varchar(16) not null encode bytedict, b integer encode raw, d integer default 5 encode az64, primary key (a)", " diststyle even sortkey (a, b)")}`,
      "create table if not exists below (b varchar(16) encode raw, foreign key (b) references t (a)) diststyle even",
    );
    await run(...WAS);
    const whole = await migrate(tables);
    for (let cut = 0; cut <= whole.length + 4; cut += 1) {
      await run("drop table below cascade", "drop table t cascade", ...WAS);
      let left = cut;
      const cutting = (session: Session): Session => ({
        cancel: () => session.cancel(),
        execute: (sql) => {
          if (!/^(?:begin|lock|commit|alter)/.test(sql)) return session.execute(sql);
          left -= 1;
          return left < 0 ? Promise.reject(new Error("cut")) : session.execute(sql);
        },
      });
      await migrate(tables, cutting).catch(() => undefined);
      await run("rollback");
      await migrate(tables);
      expect(await drift(tables)).toEqual([]);
      expect(await run("select a, b, d from t")).toEqual([["x", "1", "5"]]);
    }
  });
});
