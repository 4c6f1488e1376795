/** Rows read = rows staged + rows rejected, file by file: of every format and compression, packed or not, tolerated or not. */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Compression } from "../../src/compression/compression.ts";
import { loadSql } from "../../src/job/load-sql.ts";
import type { SqlFolder } from "../../src/plan/sql-folder.ts";
import { openProduction, type Production } from "../support/production.ts";
import { compressed, filesOf, makeSql, nameOf, TEXT_FORMATS } from "../support/rows-by-file.ts";
import { openScratch } from "../support/scratch.ts";
import { stagedSources } from "../support/staged-sql.ts";

const LEDGER = "select source, url, rows_read, rows_staged, rows_rejected from etl_files order by 1, 2";
const COMPRESSIONS = ["", "gzip", "zstd"] as const;
const PARQUET = [
  ["a.parquet", 2],
  ["b.parquet", 3],
] as const;

let sqlDir: string;
let sql: SqlFolder;
let production: Production;
beforeAll(async () => {
  sqlDir = makeSql();
  sql = await loadSql(sqlDir);
  production = await openProduction({ s3: "memory" });
});
afterAll(async () => {
  rmSync(sqlDir, { recursive: true });
  await production.close();
});

/** Writes the files of all text formats, and returns the rows of the ledger that they have to have. */
function writeFiles(
  folder: string,
  { compression, large }: { readonly compression: Compression; readonly large: boolean },
  write: (url: string, content: Buffer) => void,
  chosen: (name: string) => boolean = () => true,
): readonly (readonly (string | null)[])[] {
  const expected = TEXT_FORMATS.flatMap((format) =>
    filesOf(format, large)
      .filter(({ name }) => chosen(name))
      .map(({ name, text, rows }) => {
        const url = `${folder}/${format}/${nameOf(name, format, compression)}`;
        write(url, compressed(text, compression));
        return [format, url, ...rows.map(String)];
      }),
  );
  return expected.toSorted((one, other) => (String(one) < String(other) ? -1 : 1));
}

describe.each(COMPRESSIONS)("files of the compression %j", (compression) => {
  it.each([
    ["small, packed or alone for what is wrong with them", false, () => true],
    ["large, and read where they lie", true, someOfThem],
    ["one of each format", false, (name: string) => name === "not whole"],
  ])("%s: each has its rows, or nothing is changed", async (_, large, chosen) => {
    const scratch = openScratch(sqlDir);
    try {
      const write = (url: string, content: Buffer) =>
        void scratch.write(url.slice(scratch.folder.length + 1), content);
      const expected = writeFiles(scratch.folder, { compression, large }, write, chosen);
      mkdirSync(join(scratch.folder, "parquet"));
      const sources = stagedSources(sql, scratch.folder);
      const refused = await scratch.run({ sources, maxRejects: 0 });
      expect([refused.exitCode, await scratch.query(LEDGER)]).toEqual([4, []]);
      const { error, events } = await scratch.run({ sources, maxRejects: 100 });
      expect(error).toBeUndefined();
      expect(await scratch.query(LEDGER)).toEqual(expected);
      expect(events.filter((event) => event.type === "warning" && event.message.includes("open"))).toEqual(
        [],
      );
    } finally {
      scratch.remove();
    }
  });
});

it("of Parquet each has its rows too", async () => {
  const scratch = openScratch(sqlDir);
  try {
    for (const name of ["json", "csv", "delimited", "parquet"]) mkdirSync(join(scratch.folder, name));
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    for (const [name, rows] of PARQUET)
      await connection.run(
        `COPY (SELECT i::INTEGER AS id, 'n' AS note FROM range(${rows}) t(i)) TO '${join(scratch.folder, "parquet", name)}' (FORMAT parquet)`,
      );
    connection.closeSync();
    const { error } = await scratch.run({ sources: stagedSources(sql, scratch.folder), maxRejects: 0 });
    expect(error).toBeUndefined();
    expect(await scratch.query(LEDGER)).toEqual(
      PARQUET.map(([name, rows]) => [
        "parquet",
        join(scratch.folder, "parquet", name),
        `${rows}`,
        `${rows}`,
        "0",
      ]),
    );
  } finally {
    scratch.remove();
  }
});

it("on the way of production as well, where large files are read where they lie", async () => {
  const expected = [
    ...writeFiles("s3://lake/plain", { compression: "", large: true }, put, someOfThem),
    ...writeFiles("s3://lake/gzip", { compression: "gzip", large: true }, put, someOfThem),
  ];
  const sources = stagedSources(sql, "s3://lake/plain").map((source) => ({
    ...source,
    urls: [...source.urls, `s3://lake/gzip/${source.name}/`],
    mayBeEmpty: true,
  }));
  const { error } = await production.run({ sql, sources, maxRejects: 100 });
  expect(error).toBeUndefined();
  const { rows } = await production.inside((session) => session.execute(LEDGER));
  expect(rows).toEqual(expected.toSorted((one, other) => (String(one) < String(other) ? -1 : 1)));
});

/** Large ones are slow to load. */
function someOfThem(name: string): boolean {
  return ["good", "byte order mark", "not whole"].includes(name);
}

function put(url: string, content: Buffer): void {
  production.lake.write(url.slice("s3://lake/".length), content);
}
