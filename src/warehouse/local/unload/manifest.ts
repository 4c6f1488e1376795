/** The manifest of an UNLOAD (Database Developer Guide, "UNLOAD", MANIFEST, and "UNLOAD examples"). Pure. */
import { renderDataType, type DataType } from "../../../dialect/types.ts";
import type { UnloadColumn } from "./command.ts";

/** A file as the manifest lists it. */
export interface UnloadedFile {
  readonly url: string;
  /** Bytes as they are stored. */
  readonly size: number;
  /** "If the HEADER option is specified, the row count includes the header line." */
  readonly rows: number;
}

/**
 * Returns the manifest's text. Each entry tells its bytes; a verbose one the rows too, and the columns and sums.
 * @param columns those that the files hold; undefined for a plain manifest
 */
export function manifestText(
  files: readonly UnloadedFile[],
  columns: readonly UnloadColumn[] | undefined,
): string {
  const meta = (size: number, rows: number): object => ({
    content_length: size,
    ...(columns === undefined ? {} : { record_count: rows }),
  });
  const entries = files.map(({ url, size, rows }) => ({ url, meta: meta(size, rows) }));
  if (columns === undefined) return `${JSON.stringify({ entries }, undefined, 2)}\n`;
  const sum = (of: (file: UnloadedFile) => number): number =>
    files.reduce((total, file) => total + of(file), 0);
  const manifest = {
    entries,
    schema: { elements: columns.map(({ name, type }) => ({ name, type: typeOf(type) })) },
    meta: meta(
      sum(({ size }) => size),
      sum(({ rows }) => rows),
    ),
    author: { name: "Amazon Redshift", version: "1.0.0" },
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

/** What is in brackets has keys of its own here: the page's example, a bare number after a comma, is not JSON. */
function typeOf(type: DataType): object {
  const base = renderDataType(type).replace(/\(.*\)$/, "");
  if (type.name === "decimal") return { base, precision: type.precision, scale: type.scale };
  return type.name === "char" || type.name === "varchar" ? { base, max_length: type.length } : { base };
}
