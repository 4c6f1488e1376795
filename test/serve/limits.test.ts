/** What a client can make large, and how it is refused before it is made. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { errorFields } from "../../src/serve/error-fields.ts";
import { certificate, serveLocal } from "./served.ts";
import {
  bind,
  describe as describeMessage,
  fieldsOf,
  kindsOf,
  logIn,
  parse,
  query,
  sync,
} from "./wire-client.ts";

const folder = mkdtempSync(join(tmpdir(), "dwh-limits-"));
let server: Awaited<ReturnType<typeof serveLocal>>;
let client: Awaited<ReturnType<typeof logIn>>;
beforeAll(async () => {
  server = await serveLocal(folder);
  client = await logIn(server.port, certificate.cert);
});
afterAll(async () => {
  client.destroy();
  await server.close();
  rmSync(folder, { recursive: true });
});

/** What the server says to these messages: their kinds, and the fields of its error. */
async function answer(...messages: readonly Buffer[]) {
  client.send(...messages);
  const answered = await client.readTo("Z");
  const fields: Readonly<Record<string, string>> = fieldsOf(answered.find(({ type }) => type === "E"));
  return { kinds: kindsOf(answered), fields, C: fields["C"] };
}

const numbers = (count: number, of = (one: number) => String(one)): string =>
  Array.from({ length: count }, (_, at) => of(at)).join(",");

describe("a server", () => {
  it.each(["$999999999", "$99999999999999999999999999", "$65536", "$0"])(
    "refuses the parameter %s, which no Bind can have, and goes on",
    async (parameter) => {
      expect(await answer(parse(`select ${parameter}`), sync())).toMatchObject({ kinds: "EZ", C: "42P02" });
      expect((await answer(query("select 1"))).kinds).toBe("TDCZ");
    },
  );

  it("describes a statement of as many parameters as a Bind can have", async () => {
    const { kinds } = await answer(parse("select $65535::int"), describeMessage("S"), sync());
    expect(kinds).toBe("1tTZ");
  });

  it.each([
    ["select", `select ${numbers(1601)}`],
    ["select *", "with a as (select 1 as x) select " + "*,".repeat(1600) + "* from a"],
    ["create table", `create temp table wide (${numbers(1601, (one) => `c${one} int`)})`],
  ])("refuses more than 1,600 columns: %s", async (_, sql) => {
    expect(await answer(query(sql))).toMatchObject({ kinds: "EZ", C: "54011" });
  });

  it("returns 1,600 columns", async () => {
    expect((await answer(query(`select ${numbers(1600)}`))).kinds).toBe("TDCZ");
  });

  it("refuses groups without end", async () => {
    const columns = numbers(13, (one) => `c${one}`);
    const from = `from (select ${numbers(13, (one) => `1 as c${one}`)})`;
    expect(await answer(query(`select 1 ${from} group by cube (${columns})`))).toMatchObject({ C: "54011" });
    expect(await answer(query(`select 1 ${from} group by ${numbers(13, () => "cube (c0)")}`))).toMatchObject({
      C: "54001",
    });
  });

  it.each([
    ["brackets", `select ${"(".repeat(20_000)}1${")".repeat(20_000)}`],
    ["signs", `select ${"- ".repeat(20_000)}1`],
    ["sums", `select 1${"+1".repeat(20_000)}`],
    ["casts", `select 1${"::int".repeat(20_000)}`],
  ])("refuses what nests too deeply: %s", async (_, sql) => {
    expect(await answer(query(sql))).toMatchObject({ C: "54001" });
  });

  it("refuses a number without end", async () => {
    expect(await answer(query(`select ${"1".repeat(200_000)}`))).toMatchObject({ C: "22003" });
  });

  it("keeps no more prepared statements than a client can have use for", async () => {
    const long = `select 1 /*${"x".repeat(9_000_000)}*/`;
    expect((await answer(parse(long, { name: "one" }), sync())).kinds).toBe("1Z");
    const other = parse(long, { name: "two" });
    expect(await answer(other, sync())).toMatchObject({ kinds: "EZ", C: "53200" });
    expect((await answer(query("select 1"))).kinds).toBe("TDCZ");
  });
});

describe("what a client gives names to", () => {
  const LONG = "x".repeat(9_000_000);

  it.each([
    ["statements without a text", (at: number) => parse("", { name: `s${at}` })],
    ["portals without a text", (at: number) => bind([], { name: "empty", portal: `p${at}` })],
  ])("has a bound: %s", async (_, name) => {
    const many = Array.from({ length: 20_000 }, (__, at) => name(at));
    const { kinds, C } = await answer(parse("", { name: "empty" }), ...many, sync());
    expect([kinds.slice(-2), C]).toEqual(["EZ", "53200"]);
    expect((await answer(query("deallocate all"))).kinds).toBe("CZ");
  });

  it.each([
    ["names of statements", (at: number) => parse("", { name: `${at}${LONG}` })],
    ["names of portals", (at: number) => bind(["a"], { name: "text", portal: `${at}${LONG}` })],
    ["values of portals", (at: number) => bind([LONG], { name: "text", portal: `p${at}` })],
  ])("has a bound: %s", async (_, name) => {
    expect((await answer(parse("select $1::varchar", { name: "text" }), name(0), sync())).C).toBeUndefined();
    expect(await answer(query("begin"))).toMatchObject({ kinds: "CZ" });
    expect((await answer(name(1), name(2), sync())).C).toBe("53200");
    await answer(query("rollback"));
    expect((await answer(query("deallocate all"))).kinds).toBe("CZ");
    // What was kept is gone, and there is room again.
    expect((await answer(parse("select $1::varchar", { name: "text" }), name(3), sync())).C).toBeUndefined();
    await answer(query("deallocate all"));
  });
});

describe("an error", () => {
  it("tells nothing of the program's inside", () => {
    const overflow = new RangeError("Maximum call stack size exceeded");
    expect(errorFields(overflow)).toMatchObject({ C: "54001", M: "stack depth limit exceeded" });
    expect(errorFields(new RangeError("Invalid array length"))).toMatchObject({
      C: "XX000",
      M: "internal error",
    });
  });

  it("has a message that can be read, however long the name is that it repeats", async () => {
    const { fields } = await answer(query(`select ${"x".repeat(1_000_000)}`));
    expect(fields["M"]?.length).toBeLessThan(10_000);
  });
});
