/** Rows that lack something, found in what a COPY has read: of whatever format, in whatever pieces. */
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { plainCsv, type FileFormat } from "../../src/formats/file-format.ts";
import { findLacking, type LackingRow, type Wanted } from "../../src/sources/find-lacking.ts";
import type { JsonTaking } from "../../src/sources/json-taking.ts";
import type { LoadedObject } from "../../src/sources/pack-map.ts";
import type { SourceFile } from "../../src/sources/source.ts";

const JSON_FORMAT: FileFormat = { kind: "json" };
const NEEDS: Wanted["needs"] = [
  { columns: ["kind"], where: undefined },
  { columns: ["id", "price"], where: { column: "kind", value: "sale" } },
];
const PATHS: Record<string, readonly (string | number)[]> = { kind: ["kind"], id: ["id"], price: ["price"] };

/** What a COPY takes by these paths. */
function takingBy(paths: typeof PATHS, ignoreCase = false): JsonTaking {
  return { columns: Object.keys(paths), paths: Object.values(paths), ignoreCase };
}

/** What is found in these bytes as one file, in pieces of so many bytes. */
async function find(content: string | Buffer, wanted: Partial<Wanted> = {}, piece = 7): Promise<string[]> {
  const layout = { format: JSON_FORMAT, taking: takingBy(PATHS, true) };
  const all: Wanted = {
    needs: NEEDS,
    layout,
    emptiness: { texts: ["kind"], trims: true },
    compression: "",
    ...wanted,
  };
  const bytes = Buffer.from(content);
  const compression = bytes[0] === 0x1f ? "gzip" : "";
  const file: SourceFile = {
    source: "sales",
    url: "a",
    etag: "",
    size: bytes.length,
    compression,
    format: all.layout.format,
  };
  return told(all, [{ kind: "file", url: "a", size: bytes.length, file }], bytes, piece);
}

async function told(
  wanted: Wanted,
  objects: readonly LoadedObject[],
  bytes: Buffer,
  piece = 1 << 20,
): Promise<string[]> {
  const store = {
    read: () => Promise.resolve(bytes),
    readParts: async function* () {
      for (let at = 0; at < bytes.length; at += piece)
        yield await Promise.resolve(bytes.subarray(at, at + piece));
    },
  };
  const found: LackingRow[] = [];
  for await (const row of findLacking(store, objects, wanted)) found.push(row);
  return found.map(({ file, line, column }) => `${file.url}:${line} ${column}`);
}

const GOOD = '{"kind":"sale","id":1,"price":2}';

describe("a row of JSON that lacks something", () => {
  it.each([
    ["null", '{"kind":"sale","id":null,"price":2}', "id"],
    ["without the key", '{"kind":"sale","id":1}', "price"],
    ["an empty text", '{"kind":"sale","id":"","price":2}', "id"],
    ["blanks, of which no number is made", '{"kind":"sale","id":" \\t","price":2}', "id"],
    ["blanks, which are trimmed", '{"kind":" \\t "}', "kind"],
    ["of a key in another case", '{"KIND":"sale","Id":1,"Price":null}', "price"],
    ["of a key that is there twice: the first counts", '{"kind":"sale","id":"","id":1,"price":2}', "id"],
    ["of a key with escapes", '{"k\\u0069nd":"s\\u0061le","id":null,"price":2}', "id"],
    ["of a condition with blanks at its end", '{"kind":"sale  ","price":2}', "id"],
    [
      "behind nested values and brackets in strings",
      '{"x":{"id":1,"y":[{"kind":1}]},"z":"}{","kind":"sale"}',
      "id",
    ],
    ["of nothing", "{}", "kind"],
  ])("is found by its line: %s", async (_, row, column) => {
    expect(await find(`${GOOD}\n${row}\n${GOOD}\n`)).toEqual([`a:2 ${column}`]);
  });

  it.each([
    ["a row of another kind", '{"kind":"gift"}'],
    ["zero and false", '{"kind":"sale","id":0,"price":false}'],
    ["a list and an object", '{"kind":"sale","id":[],"price":{}}'],
    ["a key that is there twice: the first counts", '{"kind":"sale","id":1,"id":null,"price":2}'],
  ])("is not %s", async (_, row) => {
    expect(await find(`${row}\n`)).toEqual([]);
  });

  it("has the line on which it ends, however many stand on one, and none need end", async () => {
    expect(await find('{"kind":\n"sale",\n"id":1\n} {"kind":"sale"}{}\n\n{}')).toEqual([
      "a:4 price",
      "a:4 id",
      "a:4 kind",
      "a:6 kind",
    ]);
  });

  it("is found behind what is no row: garbage, a byte order mark, a broken object, a list", async () => {
    expect(await find(`\ufeffnone\n{"kind":"cut\n[{"kind":null}]\n{}\n{"kind": nul}\n{}\n`)).toEqual([
      "a:4 kind",
      "a:6 kind",
    ]);
  });

  it("is found below other keys and in lists, as a JSONPaths file has it", async () => {
    const paths: typeof PATHS = { kind: ["about", "Kind"], id: ["ids", 1], price: ["price"] };
    const layout = { format: JSON_FORMAT, taking: takingBy(paths) };
    const rows = [
      '{"about":{"Kind":"sale"},"ids":[0,1],"price":1}',
      '{"about":{"kind":"sale"},"ids":[0,1],"price":1}',
      '{"about":{"Kind":"sale"},"ids":[0],"price":1}',
      '{"about":{"Kind":"sale"},"ids":["a,]",null],"price":1}',
    ];
    expect(await find(rows.join("\n"), { layout })).toEqual(["a:2 kind", "a:3 id", "a:4 id"]);
  });

  it("is found in a list, where the paths begin in one", async () => {
    const paths: typeof PATHS = { kind: [0], id: [1], price: [2] };
    const layout = { format: JSON_FORMAT, taking: takingBy(paths) };
    expect(await find('["sale",1,2]\n["sale","",2]\n', { layout })).toEqual(["a:2 id"]);
  });

  it("is found in a compressed file, and in an object of more than one piece", async () => {
    const long = `{"x":"${"y".repeat(500)}","kind":null}`;
    expect(await find(gzipSync(`${GOOD}\n${long}\n`))).toEqual(["a:2 kind"]);
  });

  it("is told with its file where several are in a pack", async () => {
    const file = (url: string): SourceFile => ({
      source: "sales",
      url,
      etag: "",
      size: 1,
      compression: "",
      format: JSON_FORMAT,
    });
    const members = [
      { file: file("a"), firstLine: 1, lines: 2, objects: 2, skipped: 0 },
      { file: file("b"), firstLine: 3, lines: 1, objects: 1, skipped: 0 },
    ];
    const wanted: Wanted = {
      needs: NEEDS,
      layout: { format: JSON_FORMAT, taking: takingBy(PATHS) },
      emptiness: { texts: ["kind"], trims: false },
      compression: "gzip",
    };
    const pack: LoadedObject = { kind: "pack", url: "p", size: 1, members };
    expect(await told(wanted, [pack], gzipSync(`${GOOD}\n{}\n{"kind":"sale","id":1}\n`))).toEqual([
      "a:2 kind",
      "b:1 price",
    ]);
  });
});

describe("a row of text that lacks something", () => {
  const csv = (more: object = {}): Partial<Wanted> => ({
    layout: {
      format: { ...plainCsv(","), columns: ["kind", "id", "price"], ...more },
      taking: takingBy({}),
    },
  });

  it.each([
    ["a field of nothing", "sale,,2\n", {}, "id"],
    ["a field of blanks, of which no number is made", "sale,1,  \n", {}, "price"],
    ["what stands for null", "sale,n/a,2\n", { nullAs: "n/a" }, "id"],
    ["a field in quotation marks", '"sale","",2\n', {}, "id"],
    ["a field that is not there", "sale,1\n", { fillRecord: true }, "price"],
    ["a delimiter behind the last field", "sale,,2,\n", {}, "id"],
    ["the last line without an end", "sale,1,", {}, "price"],
    ["delimited text", "sale||2\r\n", { csv: false, delimiter: "|", nullAs: "\\N" }, "id"],
    [
      "delimited text with escapes",
      "sa\\le|1|\\N\n",
      { csv: false, delimiter: "|", nullAs: "\\N", escape: true },
      "price",
    ],
  ])("is found by its line: %s", async (_, row, more, column) => {
    const good = row.includes("|") ? "sale|1|2\n" : "sale,1,2\n";
    expect(await find(`${good}${row}`, csv(more))).toEqual([`a:2 ${column}`]);
  });

  it("has the line on which the field begins, headers and line ends in quotation marks counted", async () => {
    const text = '\ufeffkind,id,price\n"sale",1,2\n"sa\nle",1,\n"sale","\n",2\n';
    expect(await find(text, csv({ headerLines: 1 }))).toEqual(["a:5 id"]);
  });

  it("is found behind what is no row: too many fields, too few, a quotation mark alone, an empty line", async () => {
    expect(await find('sale,,,,\nsale\nsa"le,1,\n\nsale,,3\n', csv())).toEqual(["a:5 id"]);
  });

  it("is looked for in no Parquet", async () => {
    const layout = {
      format: { kind: "parquet" } as const,
      taking: takingBy({}),
    };
    expect(await find("PAR1", { layout })).toEqual([]);
  });
});
