/**
 * The format of the files that a COPY reads, by its options ("Data format parameters" of the Database Developer Guide). Read from the
 * tokens, since a literal's own escapes are not those of COPY, and since sources are known before anything is parsed. Pure.
 */
import { DEFAULT_NULL, type FileFormat } from "../formats/file-format.ts";
import type { Token } from "./lexer.ts";

/** Formats that an option of their own names; without one of them, files are delimited text. */
export const NAMED_FORMATS: readonly string[] = [
  "json",
  "csv",
  "parquet",
  "avro",
  "orc",
  "fixedwidth",
  "shapefile",
];

/** Returns the format of a COPY; undefined for one that nothing here reads (AVRO, ORC, FIXEDWIDTH, SHAPEFILE). @param tokens of the COPY */
export function formatOfCopy(tokens: readonly Token[]): FileFormat | undefined {
  const from = tokens.findIndex(({ kind, value }) => kind === "word" && value === "from");
  const options = tokens.slice(from + 1);
  const placeOf = (name: string): number =>
    options.findIndex(({ kind, value }) => kind === "word" && value === name);
  const has = (name: string): boolean => placeOf(name) !== -1;
  const valueOf = (name: string): Token | undefined => {
    const at = placeOf(name);
    return at === -1 ? undefined : options[options[at + 1]?.value === "as" ? at + 2 : at + 1];
  };
  const format = NAMED_FORMATS.find(has);
  if (format === "json" || format === "parquet") return { kind: format };
  if (format !== undefined && format !== "csv") return undefined;
  const csv = format === "csv";
  return {
    kind: "delimited",
    csv,
    delimiter: characters(written(valueOf("delimiter"))) ?? (csv ? "," : "|"),
    quote: characters(written(valueOf("quote"))) ?? '"',
    escape: has("escape"),
    removeQuotes: has("removequotes"),
    nullAs: nullText(written(valueOf("null"))) ?? DEFAULT_NULL,
    fillRecord: has("fillrecord"),
    ignoreBlankLines: has("ignoreblanklines"),
    headerLines: count(valueOf("ignoreheader")),
    columns: listed(tokens.slice(0, Math.max(0, from))),
  };
}

/** The names in brackets. */
function listed(tokens: readonly Token[]): readonly string[] {
  const open = tokens.findIndex(({ kind, value }) => kind === "punctuation" && value === "(");
  if (open === -1) return [];
  return tokens.slice(open).flatMap(({ kind, value }) => (kind === "word" || kind === "name" ? value : []));
}

/** A literal as it is written; two backslashes are one. */
function written(token: Token | undefined): string | undefined {
  if (token?.kind !== "string") return undefined;
  return token.text
    .slice(1, -1)
    .replaceAll("''", "'")
    .replaceAll(String.raw`\\`, "\\");
}

/** A tab, and characters by their octal numbers. */
function characters(text: string | undefined): string | undefined {
  return text
    ?.replaceAll(String.raw`\t`, "\t")
    .replace(/\\([01]?[0-7]{1,2})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

/** '\0' and '\000' are the NUL character; every other text stands for itself. */
function nullText(text: string | undefined): string | undefined {
  return text !== undefined && /^\\0(?:00)?$/.test(text) ? "\0" : text;
}

function count(token: Token | undefined): number {
  return token?.kind === "number" ? Number(token.text) : 0;
}
