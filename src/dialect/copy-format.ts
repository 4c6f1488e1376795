/** The format of the files that a COPY reads, by its options ("Data format parameters" of the Database Developer Guide). Pure. */
import { DEFAULT_NULL, type FileFormat } from "../formats/file-format.ts";
import type { Statement } from "./statements.ts";
import type { Copy, OptionValue, TransferOption } from "./syntax/transfer.ts";

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

/** A text of which a tree is, and where it begins in what the spans of the tree are of. */
type Source = Pick<Statement, "text" | "start">;

/** Returns the format of a COPY; undefined for one that nothing here reads (AVRO, ORC, FIXEDWIDTH, SHAPEFILE). */
export function formatOfCopy({ options, columns }: Copy, source: Source): FileFormat | undefined {
  const find = (name: string): TransferOption | undefined => options.find((option) => option.name === name);
  const has = (name: string): boolean => find(name) !== undefined;
  const textOf = (name: string): string | undefined => written(find(name)?.values[0], source);
  const format = NAMED_FORMATS.find(has);
  if (format === "json" || format === "parquet") return { kind: format };
  if (format !== undefined && format !== "csv") return undefined;
  const csv = format === "csv";
  return {
    kind: "delimited",
    csv,
    delimiter: characters(textOf("delimiter")) ?? (csv ? "," : "|"),
    quote: characters(textOf("quote")) ?? '"',
    escape: has("escape"),
    removeQuotes: has("removequotes"),
    nullAs: nullText(textOf("null")) ?? DEFAULT_NULL,
    fillRecord: has("fillrecord"),
    ignoreBlankLines: has("ignoreblanklines"),
    headerLines: count(find("ignoreheader")?.values[0]),
    columns: columns.map(({ value }) => value),
  };
}

/** A literal as it is written, since its own escapes are not those of COPY; two backslashes are one. */
function written(value: OptionValue | undefined, { text, start }: Source): string | undefined {
  if (value?.kind !== "string") return undefined;
  const [from, to] = value.span;
  return text
    .slice(from - start + 1, to - start - 1)
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

function count(value: OptionValue | undefined): number {
  return value?.kind === "number" ? Number(value.text) : 0;
}
