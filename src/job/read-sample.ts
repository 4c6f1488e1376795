/** The first files of a source, looked at before there is a warehouse for them. */
import { plainCsv } from "../formats/file-format.ts";
import { ConfigError } from "../errors.ts";
import { delimiterOf, fieldsOfRecords, readRecords } from "../init/csv-records.ts";
import { fieldsOfObjects, readObjects } from "../init/json-records.ts";
import type { SourceSample } from "../init/sample.ts";
import { inflate } from "../sources/compression.ts";
import { parseListing, type SourceFile } from "../sources/source.ts";
import type { Store, StoredObject } from "../store/store.ts";

/** Plain bytes of a source, and its files, that are looked at. */
const MOST_BYTES = 32 * 1024 * 1024;
const MOST_FILES = 1000;

/** One file, as far as it was read. */
interface Read {
  readonly bytes: Buffer;
  readonly where: string;
  /** Whether there is more in the file. */
  readonly cut: boolean;
}

/**
 * Returns what was seen of the first files below a url: whichever there are more of, JSON or CSV.
 * @throws ConfigError when there is no such file, or one is of another format; UnreachableError as the store does
 */
export async function readSample(
  store: Store,
  { name, url }: { readonly name: string; readonly url: string },
): Promise<Omit<SourceSample, "location">> {
  const objects = await store.list(url);
  const json = parseListing({ name, urls: [url], format: { kind: "json" } }, objects).files;
  const csv = parseListing({ name, urls: [url], format: CSV }, objects).files;
  if (json.length + csv.length === 0) throw withoutFiles(name, url, objects);
  if (json.length >= csv.length) {
    const files = await readFirst(store, json);
    const records = files.flatMap((file) => readObjects(file.bytes.toString(), file));
    return withRecords(url, { name, csv: undefined, rows: records.length, fields: fieldsOfObjects(records) });
  }
  const files = await readFirst(store, csv);
  const delimiter = delimiterOf(files[0]?.bytes ?? Buffer.alloc(0));
  const records = files.map((file) => readRecords(file.bytes, delimiter, file));
  return withRecords(url, { name, ...fieldsOfRecords(records, delimiter) });
}

/** Enough to tell files by their names. */
const CSV = plainCsv(",");

function withRecords(where: string, sample: Omit<SourceSample, "location">): Omit<SourceSample, "location"> {
  if (sample.rows > 0 && sample.fields.length > 0) return sample;
  throw new ConfigError(`the files of ${sample.name} hold no row`, {
    where,
    next: "name files that hold some",
  });
}

function withoutFiles(name: string, where: string, objects: readonly StoredObject[]): ConfigError {
  const parquet =
    parseListing({ name, urls: [where], format: { kind: "parquet" } }, objects).files.length > 0;
  return new ConfigError(
    parquet
      ? `no tables are proposed for Parquet, of which ${name} is`
      : `the source ${name} holds no JSON and no CSV file`,
    {
      where,
      next: parquet
        ? "write its staging file by hand: docs/copy.md"
        : "files are told by the ends of their names: docs/copy.md",
    },
  );
}

async function readFirst(store: Store, files: readonly SourceFile[]): Promise<readonly Read[]> {
  const read: Read[] = [];
  let left = MOST_BYTES;
  for (const file of files.slice(0, MOST_FILES)) {
    if (left <= 0) break;
    const whole = file.compression === "" ? await readStart(store, file, left) : await readWhole(store, file);
    read.push({ bytes: whole.subarray(0, left), where: file.url, cut: whole.length > left });
    left -= whole.length;
  }
  return read;
}

async function readWhole(store: Store, { url, compression }: SourceFile): Promise<Buffer> {
  const packed = await store.read(url);
  try {
    return Buffer.from(inflate(packed, compression));
  } catch (error) {
    throw new ConfigError(`the file is no ${compression}`, { where: url, cause: error });
  }
}

/** A little more than asked for, where there is more. */
async function readStart(store: Store, file: SourceFile, bytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of store.readParts(file)) {
    parts.push(part);
    length += part.length;
    if (length > bytes) break;
  }
  return Buffer.concat(parts);
}
