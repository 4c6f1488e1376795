/** A text is ended while it is read and described as it is while it runs, by whatever ends statements. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Server } from "../../src/serve/serve.ts";
import type { Store } from "../../src/store/store.ts";
import { AT_ONCE, type Compiler } from "../../src/warehouse/local/compile/compiler.ts";
import { openLocalWarehouse, type LocalWarehouse } from "../../src/warehouse/local/open.ts";
import { certificate, startServer } from "./served.ts";
import { fieldsOf, kindsOf, logIn, parse, query, sync, valuesOf } from "./wire-client.ts";

/** What comes to no end by itself, and is told of when it begins. */
const endless = (mark: string) => {
  let tell = (): void => {};
  return {
    mark,
    begun: () => new Promise<void>((resolve) => (tell = resolve)),
    wait: (signal: AbortSignal | undefined) =>
      new Promise<never>((_, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason as Error));
        tell();
      }),
  };
};
const [reading, planning] = [endless("/* read for ever */"), endless("/* planned for ever */")];

const compiler: Compiler = {
  ...AT_ONCE,
  read: (sql, signal) => (sql.includes(reading.mark) ? reading.wait(signal) : AT_ONCE.read(sql)),
  plan: (checked, facts, describes, signal) =>
    facts.source.includes(planning.mark)
      ? planning.wait(signal)
      : AT_ONCE.plan(checked, facts, describes, signal),
};

let warehouse: LocalWarehouse;
let server: Server;
let client: Awaited<ReturnType<typeof logIn>>;
beforeAll(async () => {
  const settings = { path: ":memory:", database: "sparkify", store: {} as Store, threads: 1 };
  warehouse = await openLocalWarehouse({ ...settings, now: () => new Date(0), compiler });
  server = await startServer(warehouse);
});
afterAll(async () => {
  await server.close();
  warehouse.close();
});
beforeEach(async () => {
  client = await logIn(server.port, certificate.cert);
  return () => client.destroy();
});

async function answer(...messages: readonly Buffer[]) {
  client.send(...messages);
  const answered = await client.readTo("Z");
  const { C, M } = fieldsOf(answered.find(({ type }) => type === "E"));
  return { kinds: kindsOf(answered), C, M, rows: answered.filter(({ type }) => type === "D").map(valuesOf) };
}

const ENDLESS = [
  ["read", "a query", reading, query(`select ${reading.mark} 1`), "EZ"],
  ["read", "Parse", reading, Buffer.concat([parse(`select ${reading.mark} 1`), sync()]), "EZ"],
  ["described", "Parse", planning, Buffer.concat([parse(`select ${planning.mark} 1`), sync()]), "EZ"],
  ["planned", "a query", planning, query(`select ${planning.mark} 1`), "EZ"],
] as const;

describe.each(ENDLESS)("a text that is %s of %s", (_what, _of, { begun }, message, kinds) => {
  it("is ended by statement_timeout", async () => {
    await answer(query("set statement_timeout to 20"));
    expect(await answer(message)).toMatchObject({
      kinds,
      C: "57014",
      M: "canceling statement due to statement timeout",
    });
  });

  it("is ended by who cancels it", async () => {
    const [[pid] = []] = (await answer(query("select pg_backend_pid()"))).rows;
    const other = await logIn(server.port, certificate.cert);
    const started = begun();
    const answered = answer(message);
    await started;
    other.send(query(`select pg_cancel_backend(${String(pid)})`));
    expect(await answered).toMatchObject({ kinds, C: "57014", M: "canceling statement due to user request" });
    other.destroy();
    expect(await answer(query("select 1"))).toMatchObject({ rows: [["1"]] });
  });

  it("is ended when its client leaves", async ({ signal }) => {
    const started = begun();
    client.send(message);
    await started;
    const [[pid] = []] = await warehouse.withSession(async (session) => {
      const { rows } = await session.execute("select max(process) from stv_sessions");
      return rows;
    });
    client.destroy();
    const left = async () => {
      const asked = `select count(*) from stv_sessions where process = ${String(pid)}`;
      return (await warehouse.withSession((session) => session.execute(asked))).rows;
    };
    while (!signal.aborted && (await left())[0]?.[0] !== "0");
    expect(signal.aborted).toBe(false);
  });
});
