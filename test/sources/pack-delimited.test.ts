/** CSV and Parquet in packs: what COPY makes of the objects is what it would make of the files. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import type { DelimitedFormat, FileFormat } from "../../src/formats/file-format.ts";
import { findSourceLine, type LoadedObject } from "../../src/sources/pack-map.ts";
import { planPacks } from "../../src/sources/pack-plan.ts";
import { preparePacks } from "../../src/sources/pack.ts";
import { parseListing } from "../../src/sources/source.ts";
import { openFolderStore } from "../../src/store/folder-store.ts";
import { DelimitedReader } from "../../src/warehouse/local/copy/delimited-reader.ts";
import { writeCsv } from "../support/csv-writer.ts";

const folder = mkdtempSync(join(tmpdir(), "dwh-pack-csv-"));
afterAll(() => rmSync(folder, { recursive: true }));
const store = openFolderStore({});
let round = 0;

const CSV: DelimitedFormat = {
  kind: "delimited",
  csv: true,
  delimiter: ",",
  quote: '"',
  escape: false,
  removeQuotes: false,
  nullAs: String.raw`\N`,
  fillRecord: false,
  ignoreBlankLines: false,
  headerLines: 1,
  columns: ["id", "text"],
};

async function pack(contents: Readonly<Record<string, string | Buffer>>, format: FileFormat, away?: string) {
  round += 1;
  const root = join(folder, String(round));
  for (const [name, content] of Object.entries(contents))
    await store.write(`${root}/in/${name}`, Buffer.from(content));
  const { files } = parseListing(
    { name: "plays", urls: [`${root}/in/`], format },
    await store.list(`${root}/in/`),
  );
  const prepared = await preparePacks(store, planPacks(files, away), `${root}/work/plays`);
  return { prepared, map: new Map<string, LoadedObject>(prepared.objects.map((one) => [one.url, one])) };
}

/** The rows that COPY reads in an object, each with its line; a bad one is its code. */
async function rowsOf({ url }: LoadedObject, format: DelimitedFormat) {
  const reader = new DelimitedReader({ format, varchars: [true, true] });
  const bytes = await store.read(url);
  reader.push(url.endsWith(".gz") ? gunzipSync(bytes) : bytes);
  reader.finish();
  const rows: { line: number; row: unknown }[] = [];
  while (reader.next()) {
    const { bad } = reader;
    if (bad !== undefined) rows.push({ line: bad.line, row: bad.error.code });
    else
      rows.push({
        line: reader.lineOf(0),
        row: reader.values.map((value) => value?.bytes.toString("utf8", value.start, value.end)),
      });
  }
  return rows;
}

const nameOf = (url: string | undefined): string => (url ?? "").slice((url ?? "").lastIndexOf("/") + 1);

describe("packs of CSV", () => {
  it("give the rows of their files, each found again by file and line, with headers and without", async () => {
    const text = fc.string({ maxLength: 4, unit: fc.constantFrom("a", '"', ",", "\n", "\r", "é", " ") });
    const file = fc.record({
      rows: fc.array(fc.tuple(fc.nat(99).map(String), text), { maxLength: 4 }),
      newline: fc.constantFrom("\n", "\r\n"),
      ends: fc.boolean(),
    });
    const files = fc.array(file, { minLength: 2, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(files, fc.nat(2), fc.boolean(), async (all, headerLines, gzip) => {
        const format = { ...CSV, headerLines };
        const contents = all.map(({ rows, newline, ends }) => {
          const whole = `id,text${newline}`.repeat(headerLines) + writeCsv(rows, { newline });
          return ends || rows.length === 0 ? whole : whole.slice(0, whole.length - newline.length);
        });
        const named = contents.map((content, index) => [
          `${index}.csv${gzip ? ".gz" : ""}`,
          gzip ? gzipSync(content) : content,
        ]);
        const { prepared, map } = await pack(Object.fromEntries(named) as Record<string, string>, format);
        const found: string[] = [];
        for (const object of prepared.objects) {
          const read = await rowsOf(object, format);
          const counted =
            object.kind === "pack"
              ? object.members.reduce((sum, { objects }) => sum + objects, 0)
              : read.length;
          expect(counted).toBe(read.length);
          for (const { line, row } of read) {
            const place = findSourceLine(map, object.url, line);
            found.push(JSON.stringify([Number.parseInt(nameOf(place?.file.url), 10), place?.line, row]));
          }
        }
        const expected = all.flatMap(({ rows }, index) => {
          let line = headerLines + 1;
          return rows.map((row) => {
            const at = JSON.stringify([index, line, row]);
            line += 1 + row.join("").split("\n").length - 1;
            return at;
          });
        });
        expect(found.sort()).toEqual(expected.sort());
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ["an open quotation mark at its end", '2,"x'],
    ["a quotation mark inside a field", '2,a"b\n'],
    ["an empty line", "2,x\n\n3,y\n"],
    ["a carriage return alone", "2,x\r3,y\n"],
    ["a NUL byte", "2,\0\n"],
  ])("leave a file out that has %s, so that it cannot spoil its neighbour", async (_, content) => {
    const { prepared } = await pack(
      { "a.csv": "id,text\n1,x\n", "b.csv": `id,text\n${content}`, "c.csv": "id,text\n4,x\n" },
      CSV,
    );
    const [apart, together] = prepared.objects;
    expect(apart).toMatchObject({ kind: "file", url: expect.stringMatching(/b\.csv$/) as string });
    expect(together).toMatchObject({ kind: "pack", members: [{ skipped: 0 }, { skipped: 1 }] });
  });

  it.each([
    ["no header at all", ""],
    ["fewer lines than the header has", "id,te"],
    ["a header that is open at its end", 'id,te"xt\n1,x\n'],
    ["a byte order mark", "\ufeffid,text\n1,x\n"],
    ["the byte order mark of UTF-16", Buffer.from("\ufeff\u4e0a\u4e01", "utf16le")],
  ])("leave a file out that has %s", async (_, content) => {
    const { prepared } = await pack({ "a.csv": content, "b.csv": "id,text\n1,x\n" }, CSV);
    expect(prepared.objects.find(({ kind }) => kind === "file")?.url).toMatch(/a\.csv$/);
  });

  it("leave a file out that ends in a backslash, with ESCAPE", async () => {
    const text = { ...CSV, csv: false, delimiter: "|", escape: true, headerLines: 0 };
    const { prepared } = await pack({ "a.txt": "1|x\\", "b.txt": "1|x\n" }, text);
    expect(prepared.objects.find(({ kind }) => kind === "file")?.url).toMatch(/a\.txt$/);
  });

  it("are called as their files are", async () => {
    const { prepared } = await pack({ "a.csv": "h\n1,x\n", "b.csv": "h\n2,x\n" }, CSV);
    expect(prepared.objects.map(({ url }) => nameOf(url))).toEqual(["plays-0001.csv"]);
  });
});

describe("Parquet", () => {
  it("is loaded where it lies, however small and many its files are", async () => {
    const { prepared } = await pack({ "a.parquet": "PAR1", "b.parquet": "PAR1" }, { kind: "parquet" });
    expect(prepared.objects.map(({ kind, url }) => [kind, nameOf(url)])).toEqual([
      ["file", "a.parquet"],
      ["file", "b.parquet"],
    ]);
  });

  it("is carried over from another region under its own ending", async () => {
    const { prepared } = await pack({ "a.parquet": "PAR1" }, { kind: "parquet" }, "eu-north-1");
    expect(prepared.objects.map(({ url }) => nameOf(url))).toEqual(["plays-0001.parquet"]);
  });
});

describe("a listing", () => {
  const NAMES = [
    "a.json",
    "b.jsonl.gz",
    "c.csv",
    "d.tsv.zst",
    "e.txt",
    "f.tbl.gz",
    "g.parquet",
    "h.parquet.gz",
    "i.md",
  ];

  it.each([
    ["JSON", { kind: "json" } as const, ["a.json", "b.jsonl.gz"]],
    ["CSV", CSV, ["c.csv", "d.tsv.zst"]],
    ["delimited text", { ...CSV, csv: false }, ["c.csv", "d.tsv.zst", "e.txt", "f.tbl.gz"]],
    ["Parquet", { kind: "parquet" } as const, ["g.parquet"]],
  ])("of a source of %s passes over what its COPY does not read", (_, format, own) => {
    const objects = NAMES.map((name) => ({ url: `/d/${name}`, etag: "1", size: 1 }));
    const { files, passedOver } = parseListing({ name: "plays", urls: ["/d/"], format }, objects);
    expect(files.map(({ url }) => url.slice(3))).toEqual(own);
    expect(passedOver).toHaveLength(NAMES.length - own.length);
  });
});
