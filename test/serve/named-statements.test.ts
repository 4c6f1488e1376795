/** Statements and cursors that have a name (Developer Guide, "PREPARE", "EXECUTE", "DEALLOCATE", "DECLARE", "FETCH", "CLOSE"), CANCEL and EXPLAIN. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { certificate, serveLocal } from "./served.ts";
import { answersTo, columnsOf } from "./wire-answers.ts";
import { bind, describe as describeMessage, execute, fieldsOf, logIn, parse, sync } from "./wire-client.ts";

const folder = mkdtempSync(join(tmpdir(), "dwh-named-"));
let server: Awaited<ReturnType<typeof serveLocal>>;
let client: Awaited<ReturnType<typeof logIn>>;
beforeAll(async () => {
  server = await serveLocal(folder);
  const first = await logIn(server.port, certificate.cert);
  await answersTo(
    first,
    "create table t (a integer, b char(5)); insert into t values (1, 'one'), (2, 'two'), (3, null)",
  );
  first.destroy();
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  client = await logIn(server.port, certificate.cert);
});
afterEach(() => client.destroy());

const say = (...messages: readonly (Buffer | string)[]) => answersTo(client, ...messages);

describe("a prepared statement", () => {
  it("is run with values, until it is deallocated", async () => {
    expect((await say("prepare p (int, varchar) as select a, $2 as said from t where a = $1")).tags).toEqual([
      "PREPARE",
    ]);
    expect((await say("execute p (2, 'it''s')")).rows).toEqual([["2", "it's"]]);
    expect((await say("execute p (1 + 2, lower('X'))")).rows).toEqual([["3", "x"]]);
    expect((await say("deallocate p")).tags).toEqual(["DEALLOCATE"]);
    expect((await say("execute p (2, 'x')")).error).toMatchObject({ C: "26000" });
    expect((await say("deallocate prepare p")).error).toMatchObject({ C: "26000" });
    await say("prepare p as select 1");
    expect((await say("deallocate all")).tags).toEqual(["DEALLOCATE ALL"]);
    expect((await say("execute p")).error).toMatchObject({ C: "26000" });
  });

  it("of the protocol is called by its name in quotes, whose letters SQL makes small, as psqlODBC does", async () => {
    const again = [parse("select 1", { name: "_PLAN0x7F" }), sync()];
    await say(...again);
    expect((await say('execute "_PLAN0x7F"')).rows).toEqual([["1"]]);
    expect((await say('deallocate "_PLAN0x7F"')).tags).toEqual(["DEALLOCATE"]);
    expect((await say(...again)).error).toBeUndefined();
  });

  it("changes rows, in its transaction", async () => {
    await say("prepare p (int, char) as insert into t values ($1, $2)");
    await say("begin");
    expect((await say("execute p (4, 'four')")).tags).toEqual(["INSERT 0 1"]);
    expect((await say("select b || '' from t where a = 4")).rows).toEqual([["four"]]);
    await say("rollback");
    expect((await say("select count(*) from t")).rows).toEqual([["3"]]);
  });

  it("shares its names with those of the protocol", async () => {
    await say(parse("select $1::int + 1", { name: "s" }), sync());
    expect((await say("execute s (41)")).rows).toEqual([["42"]]);
    expect((await say("prepare s as select 1")).error).toMatchObject({ C: "42P05" });
    await say("deallocate s");
    await say("prepare s as select 7");
    expect((await say(bind([], { name: "s" }), execute(), sync())).rows).toEqual([["7"]]);
    await say("deallocate all");
    expect((await say(bind([], { name: "s" }), sync())).error).toMatchObject({ C: "26000" });
  });

  it("is described by the protocol", async () => {
    await say("prepare p (int) as select a, b from t where a = $1");
    const { kinds, answers, rows } = await say(
      parse("execute p (1)"),
      describeMessage("S"),
      bind(),
      execute(),
      sync(),
    );
    expect(kinds).toBe("1tT2DCZ");
    expect(columnsOf(answers).map(({ name }) => name)).toEqual(["a", "b"]);
    expect(rows[0]?.[0]).toBe("1");
  });

  it("wants as many values as it has parameters, and a plan at once", async () => {
    await say("prepare p (int) as select $1");
    expect((await say("execute p")).error).toMatchObject({ C: "42601" });
    expect((await say("execute p (1, 2)")).error).toMatchObject({ C: "42601" });
    expect((await say("prepare q as select * from nowhere")).error).toMatchObject({ C: "42P01" });
    expect((await say("execute q")).error).toMatchObject({ C: "26000" });
  });

  it("of the protocol is not kept when it cannot be planned", async () => {
    for (const sql of [
      "select * from nowhere",
      "insert into nowhere values (1)",
      "delete from t where no_such = 1",
    ]) {
      const { kinds, error } = await say(parse(sql, { name: "s" }), sync());
      expect([kinds, error?.["C"]]).toEqual(["EZ", sql.includes("no_such") ? "42703" : "42P01"]);
    }
    expect((await say(parse("select 1", { name: "s" }), sync())).kinds).toBe("1Z");
  });
});

describe("a cursor", () => {
  it("hands out its rows in a transaction, as they are asked for", async () => {
    await say("begin");
    expect((await say("declare c cursor for select a from t order by a")).tags).toEqual(["DECLARE CURSOR"]);
    const first = await say("fetch forward 2 from c");
    expect([first.rows, first.tags]).toEqual([[["1"], ["2"]], ["FETCH 2"]]);
    expect((await say("select count(*) from t")).rows).toEqual([["3"]]);
    expect((await say("fetch forward 0 from c")).rows).toEqual([["2"]]);
    expect((await say("fetch next from c")).rows).toEqual([["3"]]);
    const last = await say("fetch all from c");
    expect([last.kinds, last.tags]).toEqual(["TCZ", ["FETCH 0"]]);
    expect((await say("fetch forward 0 from c")).rows).toEqual([]);
    expect((await say("close c")).tags).toEqual(["CLOSE CURSOR"]);
    expect((await say("fetch c")).error).toBeDefined();
    await say("rollback");
  });

  it("is described, and read by the protocol", async () => {
    await say("begin");
    await say("declare c cursor for select a, b from t order by a");
    const { kinds, rows } = await say(
      parse("fetch forward 2 from c"),
      bind(),
      describeMessage("P"),
      execute(1),
      execute(),
      sync(),
    );
    expect([kinds, rows.map(([a]) => a)]).toEqual(["12TDsDCZ", ["1", "2"]]);
  });

  it("takes bound values", async () => {
    await say("begin");
    await say(
      parse("declare c cursor for select a from t where a > $1 order by a"),
      bind(["1"]),
      execute(),
      sync(),
    );
    expect((await say("fetch all from c")).rows).toEqual([["2"], ["3"]]);
  });

  it("is one at a time, in a transaction, and gone with it", async () => {
    expect((await say("declare c cursor for select 1")).error).toMatchObject({ C: "25P01" });
    await say("begin");
    await say("declare c cursor for select 1");
    expect((await say("declare d cursor for select 1")).error).toBeDefined();
    await say("rollback");
    await say("begin");
    expect((await say("fetch next from c")).error).toMatchObject({ C: "34000" });
    await say("rollback");
    expect((await say("close c")).error).toMatchObject({ C: "34000" });
  });
});

describe("what drivers send for a cursor", () => {
  it("is as psycopg 2 and 3 write it", async () => {
    await say("begin");
    await say('declare "c1" cursor without hold for select a, b from t order by a');
    const { kinds, answers } = await say(describeMessage("P", "c1"), sync());
    expect([kinds, columnsOf(answers).map(({ name }) => name)]).toEqual(["TZ", ["a", "b"]]);
    expect((await say('fetch forward all from "c1"')).rows).toHaveLength(3);
    expect((await say('close "c1"')).error).toBeUndefined();
    expect((await say(describeMessage("P", "c1"), sync())).error).toMatchObject({ C: "34000" });
  });
});

describe("the start-up packet", () => {
  it("may have parameters that nobody knows: they are a warning", async () => {
    const other = await logIn(server.port, certificate.cert, undefined, {
      no_such_parameter: "x",
      jit: "off",
      search_path: '"$user", public',
      options: "-c another_one=1 -c statement_timeout=5000",
      client_encoding: "utf-8",
    });
    const warnings = other.greeting.filter(({ type }) => type === "N").map((notice) => fieldsOf(notice));
    expect(warnings.map(({ C, S }) => [C, S])).toEqual(
      ["options", "jit", "no_such_parameter"].map(() => ["42704", "WARNING"]),
    );
    const asked = (sql: string) => answersTo(other, sql).then(({ rows }) => rows[0]?.[0]);
    expect(await asked("show statement_timeout")).toBe("5000");
    expect(await asked("select count(*) from t")).toBe("3");
    expect(await asked("show search_path")).toBe('"$user", public');
    other.destroy();
  });

  // asyncpg, connection.py, _detect_server_capabilities.
  it("is answered with what tells Redshift from Postgres", async () => {
    const told = client.greeting.filter(({ type }) => type === "S").map(({ body }) => body.toString());
    expect(told.map((one) => one.split("\0")[0])).toContain("padb_revision");
  });

  it("still refuses a value that would change results", async () => {
    await expect(
      logIn(server.port, certificate.cert, undefined, { client_encoding: "latin1" }).then(({ greeting }) =>
        greeting.map(({ type }) => type).join(""),
      ),
    ).resolves.toMatch(/E$/);
  });
});

describe("what drivers send to begin anew", () => {
  it("sets all parameters back, and shows all", async () => {
    await say("set query_group to 'x'");
    expect((await say("reset all")).tags).toEqual(["RESET"]);
    const { rows, answers, tags } = await say("show all");
    expect(rows).toContainEqual(["query_group", ""]);
    expect(rows).toContainEqual(["server_version", "8.0.2"]);
    expect(columnsOf(answers).map(({ name }) => name)).toEqual(["name", "setting"]);
    expect(tags).toEqual(["SHOW"]);
  });

  // PostgreSQL manual, "RESET": the default is what the session would have without a SET, also by its start-up packet; DG "RESET" says "its default value".
  it("sets parameters back to what the session was started with", async () => {
    const own = await logIn(server.port, certificate.cert, undefined, {
      application_name: "pool",
      options: "-c search_path=mine,public",
    });
    const ask = (sql: string) => answersTo(own, sql);
    await ask("set application_name to 'job'; set search_path to other; set query_group to 'x'");
    expect((await ask("reset application_name")).tags).toEqual(["RESET"]);
    expect((await ask("show application_name")).rows).toEqual([["pool"]]);
    expect((await ask("set query_group to default")).tags).toEqual(["SET"]);
    expect((await ask("show query_group")).rows).toEqual([[""]]);
    await ask("reset all");
    expect((await ask("show search_path")).rows).toEqual([["mine, public"]]);
    own.destroy();
  });

  // Neither is among Redshift's commands (DG "SQL commands"; "CLOSE" wants the name of a cursor). A cluster says so: npgsql/npgsql#1426.
  it.each(["discard all", "discard temp", "close all"])("is refused as Redshift does: %s", async (sql) => {
    const word = sql.startsWith("close") ? "all" : "discard";
    const { error } = await say(sql);
    expect(error).toMatchObject({ C: "42601" });
    expect(error?.["M"]).toMatch(new RegExp(`^syntax error at or near "${word}"`));
  });
});

// DG "SQL functions supported on the leader node" shows both messages.
describe("what the leader node answers alone", () => {
  it.each(["select current_schema(), a from t", "select now() from t"])(
    "is refused with the function in a message of its own: %s",
    async (sql) => {
      const { error, notices } = await say(sql);
      expect(error).toMatchObject({
        C: "0A000",
        M: "Specified types or functions (one per INFO message) not supported on Redshift tables.",
      });
      expect(notices).toEqual([`Function "${/\w+\(\)/.exec(sql)?.[0] ?? ""}" not supported.`]);
    },
  );
});

describe("EXPLAIN", () => {
  it("tells the plan of the stand-in, and says so", async () => {
    for (const sql of [
      "select a from t",
      "insert into t values (1, 'x')",
      "create table u as select 1 as a",
    ]) {
      const { rows, answers, notices, tags, error } = await say(`explain ${sql}`);
      expect(error).toBeUndefined();
      expect(columnsOf(answers).map(({ name }) => name)).toEqual(["QUERY PLAN"]);
      expect(rows.length).toBeGreaterThan(2);
      expect(notices.join()).toContain("DuckDB");
      expect(tags).toEqual(["EXPLAIN"]);
    }
    expect((await say("select count(*) from t")).rows).toEqual([["3"]]);
    expect((await say(parse("explain select a from t"), describeMessage("S"), sync())).kinds).toBe("1tTZ");
    expect((await say("explain select * from nowhere")).error).toMatchObject({ C: "42P01" });
  });
});

describe("CANCEL", () => {
  it("ends what another session runs, with its words", async () => {
    const other = await logIn(server.port, certificate.cert);
    const pid = (await answersTo(other, "select pg_backend_pid()")).rows[0]?.[0] as string;
    const running = answersTo(
      other,
      "with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000000000) select count(*) from n",
    );
    // The first may come before the statement has begun.
    for (let ended = false; !ended;) {
      expect((await say(`cancel ${pid} 'enough'`)).tags).toEqual(["CANCEL"]);
      const asked = say("select 1");
      ended = await Promise.race([running.then(() => true), asked.then(() => false)]);
      await asked;
    }
    expect((await running).error).toMatchObject({ C: "57014", M: "enough" });
    other.destroy();
    expect((await say("cancel 999999")).error?.["M"]).toContain("Session 999999 does not exist");
  });
});
