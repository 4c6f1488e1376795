import { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Backends } from "../../src/serve/backends.ts";
import type { Server } from "../../src/serve/serve.ts";
import { openDuckDbWarehouse, type DuckDbWarehouse } from "./duckdb-warehouse.ts";
import { certificate, pgConfig, startServer } from "./served.ts";
import { insist } from "../support/insist.ts";
import * as wire from "./wire-client.ts";

const { fieldsOf, kindsOf, query, tagOf, valuesOf } = wire;

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
  await ask("drop table if exists t; create table t (a integer)");
  warehouse.executed.length = 0;
});
afterEach(async () => {
  client.destroy();
  await warehouse.hasSessions(0);
});

async function ask(sql: string) {
  client.send(query(sql));
  const messages = await client.readTo("Z");
  return {
    messages,
    kinds: kindsOf(messages),
    tags: tagOf(messages),
    status: messages.at(-1)?.body.toString(),
    rows: messages.filter(({ type }) => type === "D").map(valuesOf),
    error: fieldsOf(messages.find(({ type }) => type === "E")),
  };
}

describe("a simple query", () => {
  it("is answered with columns, rows and a tag", async () => {
    const { messages, kinds, rows, tags, status } = await ask("select 7 as a, null as b, 'é' as c");
    expect(kinds).toBe("TDCZ");
    expect(rows).toEqual([["7", null, "é"]]);
    expect(tags).toEqual(["SELECT 1"]);
    expect(status).toBe("I");
    expect(messages[0]?.body.subarray(0, 10).toString("hex")).toBe("00036100000000000000");
  });

  it("tells how many rows were changed", async () => {
    expect((await ask("insert into t values (1), (2), (3)")).tags).toEqual(["INSERT 0 3"]);
    expect((await ask("update t set a = 9 where a > 1")).tags).toEqual(["UPDATE 2"]);
    expect((await ask("delete from t")).tags).toEqual(["DELETE 3"]);
    expect((await ask("create table u (a integer)")).tags).toEqual(["CREATE TABLE"]);
    await ask("drop table u");
  });

  it("of nothing is answered as such", async () => {
    expect((await ask(" ; -- nothing\n ;")).kinds).toBe("IZ");
  });

  it("passes on what the warehouse has to say", async () => {
    const { messages, kinds } = await ask(
      "select 1 /* notice: 5 record(s) loaded */ + /* notice: WARNING: careful */ 1",
    );
    expect(kinds).toBe("NNTDCZ");
    expect(messages.slice(0, 2).map(fieldsOf)).toMatchObject([
      { S: "INFO", C: "00000", M: "5 record(s) loaded" },
      { S: "WARNING", C: "01000", M: "careful" },
    ]);
  });

  it("that fails is answered with everything that is known, and the place in characters", async () => {
    const { kinds, error, status } = await ask("select 'é𝄞';\n  select * from no_such_table");
    expect(kinds).toBe("TDCEZ");
    expect(error).toMatchObject({
      S: "ERROR",
      C: "42P01",
      M: expect.stringContaining("no_such_table") as string,
      D: "from duckdb",
      H: "look again",
      P: String("select 'é_';\n  ".length + 15),
    });
    expect(status).toBe("I");
  });

  it("reaches the warehouse as it stands, comments included", async () => {
    await ask("/* run 7 */ select 1 -- one\n");
    expect(warehouse.executed).toEqual(["/* run 7 */ select 1 -- one\n"]);
  });

  it("that is not SQL is answered with 42601 and the place", async () => {
    expect((await ask("select 1;\nselect 'open")).error).toMatchObject({ C: "42601", P: "18" });
    expect(warehouse.executed).toEqual([]);
  });

  it("that is not UTF-8 is refused, and the next one is not", async () => {
    client.send(wire.typed("Q", Buffer.from([0x27, 0xff, 0x27, 0])));
    expect(fieldsOf((await client.readTo("Z"))[0])).toMatchObject({ S: "ERROR", C: "22021" });
    expect((await ask("select 1")).tags).toEqual(["SELECT 1"]);
  });

  it("that is too long ends the connection", async () => {
    client.send(Buffer.concat([Buffer.from("Q"), wire.int32(2 ** 30)]));
    expect(fieldsOf(await client.read())).toMatchObject({ S: "FATAL", C: "08P01" });
    expect(await client.read()).toBeUndefined();
  });

  it("with a large result reaches a client that reads slowly, whole", async () => {
    client.socket.pause();
    client.send(query("select range as n, repeat('x', 500) from range(40000)"));
    await new Promise((resolve) => setImmediate(resolve));
    client.socket.resume();
    const messages = await client.readTo("Z");
    const rows = messages.filter(({ type }) => type === "D").map(valuesOf);
    expect(rows.map(([n]) => Number(n))).toEqual(Array.from({ length: 40_000 }, (_, index) => index));
    expect(tagOf(messages)).toEqual(["SELECT 40000"]);
  });
});

describe("several statements in one query", () => {
  it("are one transaction: an error takes all of them back, and ends the text", async () => {
    const { kinds, status } = await ask(
      "insert into t values (1); select * from no_such_table; insert into t values (2)",
    );
    expect(kinds).toBe("CEZ");
    expect(status).toBe("I");
    expect((await ask("select * from t")).rows).toEqual([]);
  });

  it.each([
    "copy t from 's3://b/x' iam_role default json 'auto'",
    "grant select on t to public",
    "vacuum t",
    "alter table public.t append from s filltarget",
    "alter table t alter column a type varchar(9)",
    "create database d",
    "drop library l",
  ])("are refused when one of them may travel alone only: %s", async (sql) => {
    const { kinds, error } = await ask(`insert into t values (1); ${sql}`);
    expect(kinds).toBe("CEZ");
    expect(error).toMatchObject({
      C: "25001",
      M: expect.stringContaining("multi-command string") as string,
    });
    expect((await ask("select * from t")).rows).toEqual([]);
  });

  it("are committed together", async () => {
    expect((await ask("insert into t values (1); insert into t values (2);")).tags).toEqual([
      "INSERT 0 1",
      "INSERT 0 1",
    ]);
    expect(warehouse.executed).toEqual([
      "begin",
      "insert into t values (1)",
      "insert into t values (2)",
      "commit",
    ]);
  });

  it("need no transaction when there is but one", async () => {
    await ask("insert into t values (1);");
    expect(warehouse.executed).toEqual(["insert into t values (1);"]);
  });

  it("become part of the transaction that one of them begins", async () => {
    const { tags, status } = await ask("insert into t values (1); begin; insert into t values (2)");
    expect(tags).toEqual(["INSERT 0 1", "BEGIN", "INSERT 0 1"]);
    expect(status).toBe("T");
    expect((await ask("rollback")).status).toBe("I");
    expect((await ask("select * from t")).rows).toEqual([]);
  });

  it("before a COMMIT are committed, whatever becomes of those after it", async () => {
    await ask(
      "begin; insert into t values (1); commit; insert into t values (2); select * from no_such_table",
    );
    expect((await ask("select * from t")).rows).toEqual([["1"]]);
  });
});

describe("a transaction", () => {
  it("is shown in the status, and failed until it is ended", async () => {
    expect((await ask("begin")).status).toBe("T");
    expect((await ask("insert into t values (1)")).status).toBe("T");
    expect((await ask("select * from no_such_table")).status).toBe("E");
    const refused = await ask("select 1");
    expect(refused.error).toMatchObject({ C: "25P02" });
    expect(refused.status).toBe("E");
    expect(await ask("commit")).toMatchObject({ status: "I", tags: ["ROLLBACK"] });
    expect((await ask("select * from t")).rows).toEqual([]);
  });

  it("fails through what never reached the warehouse, too", async () => {
    await ask("begin; insert into t values (1)");
    expect((await ask("select 'open")).status).toBe("E");
    expect((await ask("end")).tags).toEqual(["ROLLBACK"]);
    expect((await ask("select * from t")).rows).toEqual([]);
  });

  it.each(["start transaction", "BEGIN work"])("is begun with %s", async (sql) => {
    expect((await ask(sql)).status).toBe("T");
    expect((await ask("abort")).status).toBe("I");
  });

  it("of one session is not seen by another, and is rolled back when the client leaves", async () => {
    const other = new Client(pgConfig(server.port));
    await other.connect();
    await ask("begin; insert into t values (1)");
    expect((await other.query("select * from t")).rows).toEqual([]);
    client.destroy();
    await warehouse.hasSessions(1);
    await other.query("insert into t values (2)");
    expect((await other.query("select * from t")).rows).toEqual([{ a: 2 }]);
    await other.end();
  });
});

const SLOW = "select count(*) from range(100000000000) a, range(1000000) b";

describe("a cancel request", () => {
  const requestTo = (greeting: readonly { type: string; body: Buffer }[]): Buffer => {
    const key = greeting.find(({ type }) => type === "K")?.body as Buffer;
    return Buffer.concat([wire.untyped(wire.int32(80_877_102), key)]);
  };

  it("stops the statement that runs, in the clear or over TLS, and the session goes on", async () => {
    const session = await wire.logIn(server.port, certificate.cert);
    for (const connect of [
      () => wire.connectPlain(server.port),
      () => wire.connectSecure(server.port, certificate.cert),
    ]) {
      session.send(query(SLOW));
      await warehouse.executes(SLOW);
      const answered = session.readTo("Z").then(([error]) => fieldsOf(error));
      // Again and again: the first request may come just before the statement starts.
      const request = async (): Promise<void> => {
        const canceller = new wire.WireClient(await connect());
        canceller.send(requestTo(session.greeting));
        await canceller.read();
      };
      expect(await insist(answered, request)).toMatchObject({ C: "57014" });
      session.send(query("select 1"));
      expect(tagOf(await session.readTo("Z"))).toEqual(["SELECT 1"]);
    }
    session.destroy();
  });

  it("with the wrong secret or number does nothing", async () => {
    const backends = new Backends();
    let cancelled = 0;
    const secret = Buffer.from([1, 2, 3, 4]);
    const cancel = async (): Promise<void> => void (cancelled += 1);
    const backend = { processId: 7, user: "dwh", secret, cancel, terminate: () => {} };
    backends.add(backend);
    await backends.cancel(7, Buffer.from([1, 2, 3, 5]));
    await backends.cancel(7, Buffer.alloc(0));
    await backends.cancel(8, secret);
    expect(cancelled).toBe(0);
    await backends.cancel(7, Buffer.from(secret));
    expect(cancelled).toBe(1);
    backends.remove(backend);
    await backends.cancel(7, secret);
    expect(cancelled).toBe(1);
  });
});

describe("the end of a connection", () => {
  it("stops the statement that runs, however the client leaves", async () => {
    const ways: ((session: Awaited<ReturnType<typeof wire.logIn>>) => unknown)[] = [
      ({ socket }) => socket.end(),
      ({ socket }) => socket.destroy(),
      ({ raw }) => raw.resetAndDestroy(),
    ];
    for (const [index, leave] of ways.entries()) {
      const session = await wire.logIn(server.port, certificate.cert);
      const before = warehouse.openSessions();
      const sql = `${SLOW} where ${index} < 9`;
      session.send(query(sql));
      await warehouse.executes(sql);
      leave(session);
      await expect(warehouse.hasSessions(before - 1)).resolves.toBeUndefined();
    }
  });

  it("comes with a goodbye when the server closes, for the idle and for the busy", async () => {
    const shortLived = await startServer(warehouse);
    const idle = await wire.logIn(shortLived.port, certificate.cert);
    const busy = await wire.logIn(shortLived.port, certificate.cert);
    const stranger = new wire.WireClient(await wire.connectPlain(shortLived.port));
    busy.send(query(SLOW));
    await warehouse.executes(SLOW);
    await shortLived.close();
    expect((await idle.readTo("nothing")).map(fieldsOf)).toMatchObject([{ S: "FATAL", C: "57P01" }]);
    expect((await busy.readTo("nothing")).filter(({ type }) => type === "E").map(fieldsOf)).toMatchObject([
      { C: "57014" },
      { S: "FATAL", C: "57P01" },
    ]);
    expect(await stranger.read()).toBeUndefined();
    await expect(wire.connectPlain(shortLived.port)).rejects.toThrow(/ECONNREFUSED/);
  });
});
