import { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Server } from "../../src/serve/serve.ts";
import { openDuckDbWarehouse, type DuckDbWarehouse } from "./duckdb-warehouse.ts";
import { certificate, pgConfig, startServer } from "./served.ts";
import * as wire from "./wire-client.ts";

const {
  bind,
  close,
  describe: describeMessage,
  execute,
  fieldsOf,
  flush,
  kindsOf,
  parse,
  query,
  sync,
  tagOf,
  valuesOf,
} = wire;

let warehouse: DuckDbWarehouse;
let server: Server;
let client: wire.WireClient;
beforeAll(async () => {
  warehouse = await openDuckDbWarehouse();
  server = await startServer(warehouse);
});
afterAll(() => server.close());
beforeEach(async () => {
  client = await wire.logIn(server.port, certificate.cert);
  await say(query("drop table if exists t; create table t (a integer)"));
  warehouse.executed.length = 0;
});
afterEach(() => {
  client.destroy();
});

/** Sends the messages at once; the answers up to ReadyForQuery. */
async function say(...messages: readonly Buffer[]) {
  client.send(...messages);
  const answers = await client.readTo("Z");
  return {
    answers,
    kinds: kindsOf(answers),
    tags: tagOf(answers),
    rows: answers.filter(({ type }) => type === "D").map(valuesOf),
    error: fieldsOf(answers.find(({ type }) => type === "E")),
    status: answers.at(-1)?.body.toString(),
  };
}

describe("the extended query protocol", () => {
  it("parses, binds, describes, executes and syncs", async () => {
    const { kinds, rows, tags, status } = await say(
      parse("select $1::integer + 1 as a, $2 as b"),
      bind(["41", "it's"]),
      describeMessage("P"),
      execute(),
      sync(),
    );
    expect(kinds).toBe("12TDCZ");
    expect(rows).toEqual([["42", "it's"]]);
    expect(tags).toEqual(["SELECT 1"]);
    expect(status).toBe("I");
  });

  it("describes a statement before it has values, and runs nothing", async () => {
    const { answers, kinds } = await say(
      parse("select a + $1 as b from t where a > $2", { name: "s", types: [20] }),
      describeMessage("S", "s"),
      sync(),
    );
    expect(kinds).toBe("1tTZ");
    expect(answers[1]?.body.toString("hex")).toBe("00020000001400000413");
    expect(answers[2]?.body.subarray(2, 4).toString()).toBe("b\0");
    expect(warehouse.executed).toEqual([]);
  });

  it("describes what returns no rows as no data", async () => {
    expect((await say(parse("insert into t values ($1)"), describeMessage("S"), sync())).kinds).toBe("1tnZ");
    expect((await say(parse("begin"), bind(), describeMessage("P"), sync())).kinds).toBe("12nZ");
  });

  it("runs a prepared statement again with other values", async () => {
    await say(parse("select $1 as v", { name: "s" }), sync());
    expect((await say(bind(["a"], { name: "s" }), execute(), sync())).rows).toEqual([["a"]]);
    expect((await say(bind([null], { name: "s" }), execute(), sync())).rows).toEqual([[null]]);
    expect((await say(close("S", "s"), close("S", "s"), sync())).kinds).toBe("33Z");
    expect((await say(bind(["a"], { name: "s" }), sync())).error).toMatchObject({ C: "26000" });
  });

  it("hands out a portal's rows in parts, and runs it once", async () => {
    const first = await say(query("begin"));
    expect(first.status).toBe("T");
    const sql = "select * from range(5)";
    const opened = await say(parse(sql), bind([], { portal: "p" }), execute(2, "p"), sync());
    expect([opened.kinds, opened.rows]).toEqual(["12DDsZ", [["0"], ["1"]]]);
    const more = await say(execute(2, "p"), sync());
    expect([more.kinds, more.rows]).toEqual(["DDsZ", [["2"], ["3"]]]);
    const last = await say(describeMessage("P", "p"), execute(2, "p"), sync());
    expect([last.kinds, last.rows, last.tags]).toEqual(["TDCZ", [["4"]], ["SELECT 1"]]);
    expect((await say(execute(0, "p"), sync())).tags).toEqual(["SELECT 0"]);
    expect(warehouse.executed).toEqual(["begin", sql]);
    await say(query("commit"));
    expect((await say(execute(0, "p"), sync())).error).toMatchObject({ C: "34000" });
  });

  it("sends on Flush what it has, and goes on without Sync", async () => {
    client.send(parse("select * from range(3)"), bind(), execute(1), flush());
    expect(kindsOf(await client.readTo("s"))).toBe("12Ds");
    client.send(execute(1), flush());
    expect(kindsOf(await client.readTo("s"))).toBe("Ds");
    expect((await say(execute(), sync())).kinds).toBe("DCZ");
  });

  it("does not run a statement that changes data twice", async () => {
    const { kinds, error } = await say(
      parse("insert into t values (1)"),
      bind(),
      execute(),
      execute(),
      sync(),
    );
    expect(kinds).toBe("12CEZ");
    expect(error).toMatchObject({ C: "55000" });
    // The error takes back the whole of what lies between two Syncs.
    expect((await say(query("select * from t"))).rows).toEqual([]);
  });

  it("passes over everything between an error and the next Sync", async () => {
    const { kinds } = await say(
      parse("select * from no_such_table"),
      bind(),
      describeMessage("P"),
      execute(),
      query("insert into t values (1)"),
      parse("select 1"),
      sync(),
    );
    expect(kinds).toBe("EZ");
    expect((await say(query("select * from t"))).rows).toEqual([]);
  });

  it("makes one transaction of what lies between two Syncs", async () => {
    const insert = (value: number): Buffer[] => [parse(`insert into t values (${value})`), bind(), execute()];
    expect((await say(...insert(1), ...insert(2), sync())).kinds).toBe("12C12CZ");
    expect(warehouse.executed.filter((sql) => !sql.startsWith("insert"))).toEqual(["begin", "commit"]);
    const failed = await say(...insert(3), parse("select * from no_such_table"), bind(), execute(), sync());
    expect([failed.kinds, failed.status]).toEqual(["12CEZ", "I"]);
    expect((await say(query("select a from t order by a"))).rows).toEqual([["1"], ["2"]]);
  });

  it("needs no transaction around a single statement", async () => {
    await say(parse("insert into t values (1)"), bind(), execute(), sync());
    expect(warehouse.executed).toEqual(["insert into t values (1)"]);
  });

  it("fails a transaction that the client has begun, until it is ended", async () => {
    await say(query("begin"));
    expect(await say(parse("select 1"), bind(["too many"]), sync())).toMatchObject({
      status: "E",
      error: { C: "08P01" },
    });
    expect((await say(parse("select 1"), sync())).error).toMatchObject({ C: "25P02" });
    expect((await say(parse("commit"), bind(), describeMessage("P"), execute(), sync())).tags).toEqual([
      "ROLLBACK",
    ]);
  });

  it("answers an empty statement as such", async () => {
    expect((await say(parse(""), bind(), describeMessage("P"), execute(), sync())).kinds).toBe("12nIZ");
  });

  it.each([
    ["two statements", [parse("select 1; select 2")], "42601"],
    ["what is not SQL", [parse("select 'open")], "42601"],
    ["a name in use", [parse("select 1", { name: "s" }), parse("select 2", { name: "s" })], "42P05"],
    ["a portal in use", [parse("select 1"), bind([], { portal: "p" }), bind([], { portal: "p" })], "42P03"],
    ["an unknown statement", [describeMessage("S", "none")], "26000"],
    ["an unknown portal", [execute(0, "none")], "34000"],
    ["too few values", [parse("select $2"), bind(["1"])], "08P01"],
    [
      "a binary value of a type that has none here",
      [parse("select $1", { types: [6551] }), bind(["1"], { parameterFormats: [1] })],
      "0A000",
    ],
    [
      "a binary value of another size",
      [parse("select $1", { types: [23] }), bind(["1"], { parameterFormats: [1] })],
      "22P03",
    ],
    ["a NUL in a value", [parse("select $1"), bind(["a\0b"])], "22021"],
    ["a word for a number", [parse("select $1", { types: [1700] }), bind(["one"])], "22P02"],
    ["a function call", [wire.typed("F", "")], "0A000"],
  ])("refuses %s", async (_, messages, code) => {
    client.send(...messages);
    const [error] = (await client.readTo("E")).slice(-1);
    expect(fieldsOf(error)).toMatchObject({ S: "ERROR", C: code });
    client.send(sync());
    await client.readTo("Z");
  });

  it("takes text format asked for by name", async () => {
    expect(
      (
        await say(
          parse("select $1"),
          bind(["1"], { parameterFormats: [0], resultFormats: [0] }),
          execute(),
          sync(),
        )
      ).kinds,
    ).toBe("12DCZ");
  });

  it("is what pg uses for queries with values", async () => {
    const driver = new Client(pgConfig(server.port));
    await driver.connect();
    const { rows, fields } = await driver.query("select $1::boolean as yes, $2::integer as n, $3 as text", [
      true,
      7,
      "x; --",
    ]);
    expect(rows).toEqual([{ yes: true, n: 7, text: "x; --" }]);
    expect(fields.map(({ dataTypeID }) => dataTypeID)).toEqual([16, 23, 1043]);
    for (const n of [1, 2]) {
      const named = await driver.query({ name: "again", text: "select $1::integer as n", values: [n] });
      expect(named.rows).toEqual([{ n }]);
    }
    await expect(driver.query("select $1 from no_such_table", [1])).rejects.toMatchObject({ code: "42P01" });
    expect((await driver.query("select 1 as n")).rows).toEqual([{ n: 1 }]);
    await driver.end();
  });
});
