/** What is unloaded comes back. CSV is read by DuckDB, since COPY reads JSON alone on the local warehouse. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quoteLiteral } from "../../../src/dialect/quote.ts";
import { duckdb } from "../../../src/warehouse/local/duckdb.ts";
import { duckLiteral } from "../../../src/warehouse/local/quote.ts";
import { openUnloads, type Unloads } from "../../support/unloads.ts";

let unloads: Unloads;
beforeAll(async () => {
  unloads = await openUnloads(
    "create table given (n integer, a varchar(400), b varchar(400))",
    "create table loaded (n integer, a varchar(400), b varchar(400))",
  );
});
afterAll(() => unloads.close());

/** Signs that the formats have a meaning for, and others. */
const TEXT = fc
  .array(fc.constantFrom('"', "'", "\\", "\n", "\r", "\t", ",", "|", "{", "a", "N", " ", "ä", "€", "😀"), {
    maxLength: 12,
  })
  .map((signs) => signs.join(""));
const ROWS = fc.array(fc.tuple(fc.option(TEXT), fc.option(TEXT)), { minLength: 1, maxLength: 6 });

type Pair = readonly (string | null)[];

async function give(rows: readonly Pair[]): Promise<void> {
  rmSync(join(unloads.folder, "b"), { recursive: true, force: true });
  await unloads.session.execute("truncate given");
  const values = rows.map(
    (row, n) =>
      `(${[String(n), ...row.map((value) => (value === null ? "null" : quoteLiteral(value)))].join(", ")})`,
  );
  await unloads.session.execute(`insert into given values ${values.join(", ")}`);
}

const GIVEN = "select * from given order by n";

describe("rows that are unloaded", () => {
  it("come back from JSON by COPY, NULL and empty texts apart", () =>
    fc.assert(
      fc.asyncProperty(ROWS, fc.constantFrom("", "gzip", "zstd"), async (rows, compression) => {
        await give(rows);
        await unloads.unload(GIVEN, `json ${compression}`);
        await unloads.session.execute("truncate loaded");
        await unloads.session.execute(
          `copy loaded from 's3://b/x' iam_role default json 'auto' ${compression}`,
        );
        const loaded = await unloads.session.execute("select a, b from loaded order by n");
        expect(loaded.rows).toEqual(rows);
      }),
      { numRuns: 60 },
    ));

  it("come back from CSV, NULL and empty texts apart where NULL AS tells them", async () => {
    const instance = await duckdb.DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    await fc.assert(
      fc.asyncProperty(ROWS, fc.constantFrom(",", "|", "\t"), async (rows, delimiter) => {
        await give(rows);
        await unloads.unload(GIVEN, `csv delimiter ${quoteLiteral(delimiter)} null as '<NULL>'`);
        const reader = await connection.runAndReadAll(
          `select a, b from read_csv(${duckLiteral(join(unloads.folder, "b", "x0000_part_00"))}, delim = ${duckLiteral(delimiter)},
            quote = '"', escape = '"', header = false, nullstr = '<NULL>', auto_detect = false, new_line = '\\n', strict_mode = false,
            columns = {'n': 'INTEGER', 'a': 'VARCHAR', 'b': 'VARCHAR'}) order by n`,
        );
        expect(reader.getRows()).toEqual(rows);
      }),
      { numRuns: 60 },
    );
    connection.closeSync();
    instance.closeSync();
  });

  // Developer Guide, "UNLOAD", ESCAPE, and "Data conversion parameters", ESCAPE: what is behind a backslash is a part of the field.
  it("come back from text with ESCAPE by who takes the backslashes away", () =>
    fc.assert(
      fc.asyncProperty(ROWS, async (rows) => {
        await give(rows);
        await unloads.unload(GIVEN, "escape null as '<NULL>'");
        expect(unescaped(unloads.read("x0000_part_00")).map(([, ...values]) => values)).toEqual(rows);
      }),
      { numRuns: 60 },
    ));
});

/** The rows of a text with a pipe between its fields, as COPY with ESCAPE reads it. */
function unescaped(text: string): readonly Pair[] {
  const rows: (string | null)[][] = [];
  let row: (string | null)[] = [];
  let field = "";
  const end = (): void => {
    row.push(field === "<NULL>" ? null : field);
    field = "";
  };
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] as string;
    if (sign === "\\") {
      at += 1;
      field += text[at] as string;
    } else if (sign === "|") end();
    else if (sign === "\n") {
      end();
      rows.push(row);
      row = [];
    } else field += sign;
  }
  return rows;
}
