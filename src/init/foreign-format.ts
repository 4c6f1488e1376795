/** Files that are of no format that a warehouse is proposed for: what they are, by name or by their first bytes. Pure. */
import { isUnmarkedUtf16, isUtf16 } from "../formats/utf16.ts";
import { countOf } from "../text/amounts.ts";
import { visible } from "../text/visible.ts";

/** What is to be done about them; ends the sentence of an error. */
const REMEDY = {
  convert: "write them as JSON, CSV or Parquet",
  unpack: "unpack them, or compress them with gzip or zstd",
  unzip: "unpack them: one file of JSON or CSV an object, plain or gzip",
  rename:
    "give them the ending of their format, .csv, .json or .parquet, followed by .gz or .zst where they are compressed",
  byHand:
    'delimited text is loaded too, by a staging file that is written by hand: docs/copy.md, "Delimited text"; name it .csv if it has commas',
} as const;

interface Foreign {
  readonly what: string;
  readonly names: RegExp;
  /** The first bytes, in hexadecimal; undefined: nothing tells it. */
  readonly bytes?: RegExp;
  readonly remedy: keyof typeof REMEDY;
}

/** Formats and compressions that COPY may take or not, and the job does not: the first that fits counts. */
const FOREIGN: readonly Foreign[] = [
  { what: "bzip2", names: /\.bz2$/i, bytes: /^425a68/, remedy: "unpack" },
  { what: "xz", names: /\.xz$/i, bytes: /^fd377a585a00/, remedy: "unpack" },
  { what: "LZOP", names: /\.lzop?$/i, bytes: /^894c5a4f/, remedy: "unpack" },
  { what: "Snappy", names: /\.(?:snappy|sz)$/i, bytes: /^ff060000734e61507059/, remedy: "unpack" },
  { what: "Avro", names: /\.avro$/i, bytes: /^4f626a01/, remedy: "convert" },
  { what: "ORC", names: /\.orc$/i, bytes: /^4f5243/, remedy: "convert" },
  { what: "Arrow", names: /\.(?:arrow|feather)$/i, bytes: /^4152524f5731/, remedy: "convert" },
  { what: "Excel", names: /\.xls[xmb]?$/i, bytes: /^d0cf11e0a1b11ae1/, remedy: "convert" },
  { what: "zip", names: /\.(?:zip|tar|tgz|7z)$/i, bytes: /^504b0304/, remedy: "unzip" },
  {
    what: "SQLite",
    names: /\.(?:sqlite3?|db)$/i,
    bytes: /^53514c69746520666f726d6174203300/,
    remedy: "convert",
  },
  { what: "PDF", names: /\.pdf$/i, bytes: /^255044462d/, remedy: "convert" },
  { what: "XML", names: /\.xml(?:\.gz|\.zst)?$/i, bytes: /^3c3f786d6c/, remedy: "convert" },
  { what: "YAML", names: /\.ya?ml$/i, remedy: "convert" },
  { what: "delimited text or prose", names: /\.(?:txt|tbl|dat)(?:\.gz|\.zst)?$/i, remedy: "byHand" },
];

/** By their bytes alone: their names are those of files that are taken. */
const DISGUISED: readonly { readonly what: string; readonly bytes: RegExp }[] = [
  { what: "Parquet", bytes: /^50415231/ },
  { what: "gzip", bytes: /^1f8b/ },
  { what: "zstd", bytes: /^28b52ffd/ },
];

/** How many first bytes are looked at. */
const START_BYTES = 1024;

/** What a file is that was taken for JSON or CSV by its name, and what is to be done; undefined: text, as far as its beginning tells. */
export function foreignContent(file: Buffer): { readonly what: string; readonly next: string } | undefined {
  const start = file.subarray(0, START_BYTES);
  if (isUtf16(start) || isUnmarkedUtf16(start))
    return { what: "UTF-16", next: "COPY reads UTF-8: iconv -f utf-16 -t utf-8 FILE" };
  const hex = start.toString("hex", 0, 16);
  const foreign = FOREIGN.find(({ bytes }) => bytes?.test(hex) === true);
  if (foreign !== undefined) return { what: foreign.what, next: REMEDY[foreign.remedy] };
  const disguised = DISGUISED.find(({ bytes }) => bytes.test(hex));
  if (disguised !== undefined) return { what: disguised.what, next: REMEDY.rename };
  return start.includes(0) ? { what: "binary", next: REMEDY.convert } : undefined;
}

/** Files of no known ending, in words: how many, of what, and one of them; and what is to be done about the first. @param urls one or more */
export function sayForeign(urls: readonly string[]): { readonly said: string; readonly next: string } {
  const groups = new Map<string, { readonly urls: string[]; readonly next: string }>();
  for (const url of urls) {
    const found = FOREIGN.find(({ names }) => names.test(url));
    const what = found?.what ?? "of no known ending";
    const next = REMEDY[found?.remedy ?? "rename"];
    const group = groups.get(what) ?? { urls: [], next };
    group.urls.push(url);
    groups.set(what, group);
  }
  const said = [...groups].map(([what, group]) => {
    const first = group.urls[0] ?? "";
    const name = visible(first.slice(first.lastIndexOf("/") + 1));
    return `${countOf(group.urls.length, "file")} ${what} (${name}${group.urls.length > 1 ? " …" : ""})`;
  });
  return { said: said.join(", "), next: [...groups.values()][0]?.next ?? REMEDY.convert };
}
