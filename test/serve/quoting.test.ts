/** Values that drivers put into SQL themselves: each as what it is, whatever it holds. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { escapeLiteral } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { certificate, serveLocal } from "./served.ts";
import { bind, execute, fieldsOf, logIn, parse, query, sync, valuesOf } from "./wire-client.ts";

const folder = mkdtempSync(join(tmpdir(), "dwh-quoting-"));
let server: Awaited<ReturnType<typeof serveLocal>>;
let client: Awaited<ReturnType<typeof logIn>>;
let told: Readonly<Record<string, string>>;
beforeAll(async () => {
  server = await serveLocal(folder);
  client = await logIn(server.port, certificate.cert);
  const statuses = client.greeting.filter(({ type }) => type === "S");
  told = Object.fromEntries(statuses.map(({ body }) => body.toString().split("\0")));
});
afterAll(async () => {
  client.destroy();
  await server.close();
  rmSync(folder, { recursive: true });
});

/** Drivers' own quoting, given what the server told them. */
const QUOTING: Readonly<Record<string, (value: string) => string>> = {
  /** libpq, fe-exec.c, PQescapeStringInternal: a backslash is doubled unless the server has told that it means itself. PDO, DBD::Pg, psycopg. */
  "libpq's PQescapeStringConn": (value) =>
    `'${(told["standard_conforming_strings"] === "on" ? value : value.replaceAll("\\", "\\\\")).replaceAll("'", "''")}'`,
  /** psycopg2, adapter_qstring.c: as libpq, behind an E where the server has told "off". */
  psycopg2: (value) =>
    `${told["standard_conforming_strings"] === "off" ? "E" : ""}'${value.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`,
  "pg's escapeLiteral": escapeLiteral,
};

const HOSTILE = [
  "\\",
  "\\'",
  "'",
  "''",
  "\\\\'; drop table songs; --",
  "\\'; drop table songs; --",
  "C:\\new\\table",
  "\\n",
  "\\x41\\101\\u0041",
  "$1 $$ ; -- /*",
  "it's \\",
  "\\0",
  "é\\é'é",
];

async function answerTo(...messages: readonly Buffer[]): Promise<string | null | undefined> {
  client.send(...messages);
  const answered = await client.readTo("Z");
  const error = answered.find(({ type }) => type === "E");
  if (error !== undefined) throw new Error(fieldsOf(error)["M"]);
  const row = answered.find(({ type }) => type === "D");
  return row && valuesOf(row)[0];
}

describe.each(Object.entries(QUOTING))("a value in the quotes of %s", (_, quote) => {
  it.each(HOSTILE)("comes back as it was: %s", async (value) => {
    expect(await answerTo(query(`select ${quote(value)}`))).toBe(value);
  });

  it("comes back as it was, whatever it is", async () => {
    const hostile = fc
      .array(fc.constantFrom("\\", "'", '"', "n", "$", "1", ";", "-", "é", " ", "%"))
      .map((parts) => parts.join(""));
    await fc.assert(
      fc.asyncProperty(hostile, async (value) => {
        expect(await answerTo(query(`select ${quote(value)} as v`))).toBe(value);
      }),
      { numRuns: 50 },
    );
  });
});

it.each(HOSTILE)("a bound value comes back as it was: %s", async (value) => {
  expect(await answerTo(parse("select $1"), bind([value]), execute(), sync())).toBe(value);
});

it.each([
  "set standard_conforming_strings = on",
  "set standard_conforming_strings to off",
  "show standard_conforming_strings",
])("nobody is told what Redshift does not know: %s", async (sql) => {
  await expect(answerTo(query(sql))).rejects.toThrow(
    'unrecognized configuration parameter "standard_conforming_strings"',
  );
});
