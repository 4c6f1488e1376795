/** Results go out as they are made: nobody waits for the last row, and nothing is held. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { certificate, serveLocal } from "./served.ts";
import {
  bind,
  execute,
  fieldsOf,
  int32,
  kindsOf,
  connectPlain,
  logIn,
  parse,
  query,
  sync,
  tagOf,
  untyped,
  valuesOf,
} from "./wire-client.ts";

const folder = mkdtempSync(join(tmpdir(), "dwh-streaming-"));
let server: Awaited<ReturnType<typeof serveLocal>>;
let client: Awaited<ReturnType<typeof logIn>>;
beforeAll(async () => {
  server = await serveLocal(folder);
});
beforeEach(async () => {
  client = await logIn(server.port, certificate.cert);
});
afterEach(() => client.destroy());
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const DIGITS = "(select 0 as d union all select 1 union all select 2 union all select 3)";
/** So many rows that nobody could wait for the last one. */
const ENDLESS = `select ${Array.from({ length: 20 }, (_, at) => `t${at}.d`).join("+")} as n from ${Array.from({ length: 20 }, (_, at) => `${DIGITS} t${at}`).join(" cross join ")}`;

async function cancel(): Promise<void> {
  const key = client.greeting.find(({ type }) => type === "K")?.body as Buffer;
  const socket = await connectPlain(server.port);
  socket.write(untyped(int32(80_877_102), key));
}

describe("a result without end", () => {
  it("begins at once, and ends when it is cancelled", async () => {
    client.send(query(ENDLESS));
    await client.readTo("D");
    await cancel();
    const rest = await client.readTo("Z");
    expect(kindsOf(rest).replace(/D+/, "")).toBe("EZ");
    expect(fieldsOf(rest.at(-2))).toMatchObject({ C: "57014" });
    client.send(query("select 1"));
    expect(kindsOf(await client.readTo("Z"))).toBe("TDCZ");
  });

  it("keeps nobody else waiting, and ends with its client", async () => {
    client.send(query(ENDLESS));
    await client.readTo("D");
    const other = await logIn(server.port, certificate.cert);
    other.send(query("select 1"));
    expect(kindsOf(await other.readTo("Z"))).toBe("TDCZ");
    other.destroy();
  });

  it("is not taken in for a cursor whose client asks for something else", async () => {
    const LONG = ENDLESS.replace("as n", `as n, '${"x".repeat(4_000)}' as wide`);
    for (const asked of ["begin", `declare c cursor for ${LONG}`, "fetch forward 1 from c", "select 1"])
      client.send(query(asked));
    for (const kinds of ["CZ", "CZ", "TDCZ"]) expect(kindsOf(await client.readTo("Z"))).toBe(kinds);
    const refused = await client.readTo("Z");
    expect(kindsOf(refused)).toBe("EZ");
    expect(fieldsOf(refused[0])).toMatchObject({ C: "53200" });
    client.send(query("rollback"), query("select 1"));
    expect(kindsOf(await client.readTo("Z"))).toBe("CZ");
    expect(kindsOf(await client.readTo("Z"))).toBe("TDCZ");
  });

  it("is read in parts, and left in the middle", async () => {
    client.send(parse(ENDLESS), bind([], { portal: "p" }), execute(3, "p"), sync());
    expect(kindsOf(await client.readTo("Z"))).toBe("12DDDsZ");
    client.send(query("begin"), parse(ENDLESS), bind([], { portal: "p" }), execute(3000, "p"), sync());
    await client.readTo("Z");
    expect(kindsOf(await client.readTo("Z")).replace(/D+/, "")).toBe("12sZ");
    client.send(execute(2, "p"), sync());
    expect(kindsOf(await client.readTo("Z"))).toBe("DDsZ");
    client.send(query("commit"));
    expect(tagOf(await client.readTo("Z"))).toEqual(["COMMIT"]);
    client.send(query("select 1"));
    expect(kindsOf(await client.readTo("Z"))).toBe("TDCZ");
  });
});

describe("a result that is read in parts", () => {
  const rows = `select a.d * 4 + b.d as n from ${DIGITS} a cross join ${DIGITS} b order by n`;

  it("is whole, whatever the session is asked in between", async () => {
    client.send(query("begin"), parse(rows), bind([], { portal: "p" }), execute(5, "p"), sync());
    await client.readTo("Z");
    const first = await client.readTo("Z");
    client.send(query("create temp table t (a int)"), query("select 7"));
    await client.readTo("Z");
    await client.readTo("Z");
    client.send(execute(0, "p"), sync(), query("rollback"));
    const second = await client.readTo("Z");
    await client.readTo("Z");
    const numbers = [...first, ...second].filter(({ type }) => type === "D").map((row) => valuesOf(row)[0]);
    expect(numbers).toEqual(Array.from({ length: 16 }, (_, at) => String(at)));
    expect(tagOf(second)).toEqual(["SELECT 11"]);
  });

  it("fails where a row far behind the first cannot be computed, in the words of its fault", async () => {
    const many = (alias: string): string =>
      `(select a.d from ${"abcdefgh"
        .split("")
        .map((one) => `${DIGITS} ${one}`)
        .join(" cross join ")}) ${alias}`;
    client.send(
      query("create table many as select row_number() over () as n from " + many("x")),
      query("select 1 / (n - 60000) as x from many order by n"),
      query("select 1 / (n - 60000) as x from many"),
      query("drop table many"),
    );
    await client.readTo("Z");
    for (let count = 0; count < 2; count += 1) {
      const answered = await client.readTo("Z");
      expect(fieldsOf(answered.find(({ type }) => type === "E"))).toMatchObject({ C: "22012" });
      expect(tagOf(answered)).toEqual([]);
    }
    expect(tagOf(await client.readTo("Z"))).toEqual(["DROP TABLE"]);
  });

  it("fails where a row cannot be computed, and its transaction with it", async () => {
    client.send(query(`begin; select 1 / (n - 3) from (${rows}) x`));
    const answered = await client.readTo("Z");
    expect(fieldsOf(answered.find(({ type }) => type === "E"))).toMatchObject({ C: "22012" });
    expect(answered.at(-1)?.body.toString()).toBe("E");
    client.send(query("rollback"), query("select 1"));
    await client.readTo("Z");
    expect(kindsOf(await client.readTo("Z"))).toBe("TDCZ");
  });
});
