/** What the files of an UNLOAD are called (Database Developer Guide, "UNLOAD" and "UNLOAD examples"). Pure. */
import type { Row } from "../../warehouse.ts";
import type { UnloadCommand } from "./command.ts";

type Naming = Pick<UnloadCommand, "to" | "parallel" | "extension">;

/**
 * Returns the url of a data file: `<prefix><slice>_part_<part>`, of which the slice is always the first, or with PARALLEL OFF
 * `<prefix><number>`. Of the two widths that the page has for that number this is `key000`, as its manifests have it.
 * @param folder the folder of a partition, with a slash at its end; empty without partitions
 * @param part from 0
 */
export function fileUrl({ to, parallel, extension }: Naming, folder: string, part: number): string {
  const number = parallel ? `0000_part_${pad(part, 2)}` : pad(part, 3);
  return `${to}${folder}${number}${extension === undefined ? "" : `.${extension}`}`;
}

function pad(number: number, width: number): string {
  return String(number).padStart(width, "0");
}

/** Returns the url of the manifest: one "in the root Amazon S3 folder" also where there are partitions. */
export function manifestUrl({ to }: Pick<UnloadCommand, "to">): string {
  return `${to}manifest`;
}

/** What the folder of a NULL is called; Hive has the same for an empty text. */
const NO_VALUE = "__HIVE_DEFAULT_PARTITION__";

/** What Hive writes as a per cent sign and two digits in the name of a folder (Apache Hive, FileUtils.escapePathName). */
// oxlint-disable-next-line no-control-regex
const ESCAPED = /[\u0001-\u001f"#%'*/:=?\\\u007f{[\]^]/g;

/** Returns the folder of a partition, "following the Apache Hive convention": `year=2019/month=September/`. */
export function partitionFolder(columns: readonly string[], values: Row): string {
  return columns.map((column, at) => `${escape(column)}=${valueIn(values[at] ?? null)}/`).join("");
}

function valueIn(value: string | null): string {
  return value === null || value === "" ? NO_VALUE : escape(value);
}

function escape(text: string): string {
  return text.replaceAll(
    ESCAPED,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
}
