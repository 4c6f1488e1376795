/** The first files of a source, looked at before there is a warehouse for them. */
import { isUtf8 } from "node:buffer";
import { plainCsv } from "../formats/file-format.ts";
import type { JsonWrapper } from "../formats/json-wrapper.ts";
import { ConfigError } from "../errors.ts";
import { delimiterOf, fieldsOfRecords, readRecords } from "../init/csv-records.ts";
import { fieldsOfObjects, readObjects } from "../init/json-records.ts";
import { foreignContent, sayForeign } from "../init/foreign-format.ts";
import { headerOf, isList, listWithin } from "../init/wrapper.ts";
import { isParquetType } from "../init/parquet-type.ts";
import type { SampleValue, SourceSample } from "../init/sample.ts";
import { CompressionFault } from "../compression/compression-fault.ts";
import { decompressParts } from "../compression/decompress.ts";
import { parseListing, type SourceFile } from "../sources/source.ts";
import { unpackStart } from "../sources/unpack-rows.ts";
import type { Store } from "../store/store.ts";
import { countOf } from "../text/amounts.ts";
import { HIDDEN } from "../text/passed-over.ts";

/** Plain bytes of a source, and its files, that are looked at. */
const MOST_BYTES = 32 * 1024 * 1024;
const MOST_FILES = 1000;
/** Bytes that tell whether a file is a list. */
const START_BYTES = 1024;
/** Rows of a Parquet file. */
const MOST_ROWS = 100_000;

/** One file, as far as it was read. */
interface Read {
  readonly bytes: Buffer;
  readonly where: string;
  /** Whether there is more in the file. */
  readonly cut: boolean;
}

/**
 * Returns what was seen of the first files below a url: whichever there are more of, JSON, CSV or Parquet.
 * @throws ConfigError when there is no such file, or one is of another format by its content; UnreachableError as the store does
 */
export async function readSample(
  store: Store,
  { name, url }: { readonly name: string; readonly url: string },
): Promise<Omit<SourceSample, "location">> {
  const objects = await store.list(url);
  const { files: json, passedOver } = parseListing({ name, urls: [url], format: { kind: "json" } }, objects);
  const csv = parseListing({ name, urls: [url], format: CSV }, objects).files;
  const parquet = parseListing({ name, urls: [url], format: { kind: "parquet" } }, objects).files;
  const taken = new Set([...csv, ...parquet].map((file) => file.url));
  const foreign = passedOver.flatMap((one) => (one.reason === HIDDEN || taken.has(one.url) ? [] : [one.url]));
  if (json.length + csv.length + parquet.length === 0) throw withoutFiles(name, url, foreign);
  const beside = foreign.length === 0 ? [] : [`left out: ${sayForeign(foreign).said}`];
  if (parquet.length > Math.max(json.length, csv.length)) {
    const sample = await parquetSample(store, name, parquet);
    return withRecords(url, {
      ...sample,
      notes: [...leftOut("Parquet", { JSON: json, CSV: csv }), ...beside],
    });
  }
  if (json.length >= csv.length) {
    const files = await readFirst(store, json);
    const { records, unpack } = recordsIn(files);
    return withRecords(url, {
      name,
      csv: undefined,
      parquet: false,
      unpack,
      rows: records.length,
      fields: fieldsOfObjects(records),
      notes: [...leftOut("JSON", { CSV: csv, Parquet: parquet }), ...beside, ...encodingNotes(files)],
    });
  }
  const files = await readFirst(store, csv);
  const [first] = files;
  const delimiter = delimiterOf(first?.bytes ?? Buffer.alloc(0), first?.cut ?? false);
  const records = files.map((file) => readRecords(file.bytes, delimiter, file));
  const { notes, ...found } = fieldsOfRecords(records, delimiter);
  return withRecords(url, {
    name,
    parquet: false,
    ...found,
    notes: [
      ...notes,
      ...leftOut("CSV", { JSON: json, Parquet: parquet }),
      ...beside,
      ...encodingNotes(files),
    ],
  });
}

/** The objects of JSON files, and what stands around them. */
function recordsIn(files: readonly Read[]): {
  readonly records: readonly object[];
  readonly unpack: string | undefined;
} {
  const within = (wrapper: JsonWrapper): readonly object[] =>
    files.flatMap((file) => {
      const plain = unpackStart(file.bytes, wrapper);
      return readObjects(plain.toString(), plain === file.bytes ? file : { ...file, cut: false });
    });
  if (files.some(({ bytes }) => isList(bytes.toString("utf8", 0, START_BYTES))))
    return { records: within({ key: undefined }), unpack: headerOf({ key: undefined }) };
  const records = files.flatMap((file) => readObjects(file.bytes.toString(), file));
  const wrapper = listWithin(records);
  return wrapper === undefined
    ? { records, unpack: undefined }
    : { records: within(wrapper), unpack: headerOf(wrapper) };
}

/** What is told of files of other formats than the one that was taken. */
function leftOut(taken: string, others: Readonly<Record<string, readonly SourceFile[]>>): readonly string[] {
  return Object.entries(others)
    .filter(([, files]) => files.length > 0)
    .map(
      ([format, files]) =>
        `${countOf(files.length, `${format} file`)} left out, since a source has one format: ${taken} was taken`,
    );
}

/** What is told of files that are not UTF-8, as far as they were read. */
function encodingNotes(files: readonly Read[]): readonly string[] {
  return files
    .filter(({ bytes, cut }) => !isUtf8(cut ? bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1) : bytes))
    .slice(0, 1)
    .map(({ where }) => `${where} is not UTF-8: COPY rejects rows that are not`);
}

/** Enough to tell files by their names. */
const CSV = plainCsv(",");

function withRecords(where: string, sample: Omit<SourceSample, "location">): Omit<SourceSample, "location"> {
  if (sample.rows > 0 && sample.fields.length > 0) return sample;
  throw new ConfigError(`the files of ${sample.name} hold no rows`, {
    where,
    next: "name files with rows",
  });
}

function withoutFiles(name: string, where: string, foreign: readonly string[]): ConfigError {
  if (foreign.length === 0) {
    return new ConfigError(`the source ${name} holds no file`, {
      where,
      next: "name a folder or a prefix with files, or one file",
    });
  }
  const { said, next } = sayForeign(foreign);
  return new ConfigError(`the source ${name} holds no JSON, no CSV and no Parquet file: ${said}`, {
    where,
    next,
  });
}

/** The first file alone: its types are those of the others, or these are refused. */
async function parquetSample(
  store: Store,
  name: string,
  [first]: readonly SourceFile[],
): Promise<Omit<SourceSample, "location">> {
  const { describeParquet } = await import("../warehouse/local/copy/describe-parquet.ts");
  const where = first?.url ?? "";
  const found = await describeParquet(store, where, MOST_ROWS);
  if (found === undefined)
    throw new ConfigError("the file is not Parquet, or not a complete file", { where });
  const { columns, rows } = found;
  const strange = columns.find(({ type }) => !isParquetType(type));
  if (strange !== undefined) {
    throw new ConfigError(`no column takes ${strange.name}, which is ${strange.type}`, {
      where,
      next: "write the file with another type; docs/copy.md lists the types that fit",
    });
  }
  const fields = columns.map(({ name: column, type }, at) => ({
    path: [column],
    type,
    values: rows.map((row): SampleValue => {
      const text = row[at] ?? undefined;
      return text === undefined ? { kind: "null" } : { kind: "text", text };
    }),
  }));
  return { name, csv: undefined, parquet: true, rows: rows.length, fields, notes: [] };
}

async function readFirst(store: Store, files: readonly SourceFile[]): Promise<readonly Read[]> {
  const read: Read[] = [];
  let left = MOST_BYTES;
  for (const file of files.slice(0, MOST_FILES)) {
    if (left <= 0) break;
    const whole = await readStart(store, file, left);
    const foreign = foreignContent(whole);
    if (foreign !== undefined)
      throw new ConfigError(`the file is ${foreign.what}`, { where: file.url, next: foreign.next });
    read.push({ bytes: whole.subarray(0, left), where: file.url, cut: whole.length > left });
    left -= whole.length;
  }
  return read;
}

/** A little more than asked for, where there is more. */
async function readStart(store: Store, file: SourceFile, bytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of decompressParts(store.readParts(file), file.compression)) {
      parts.push(part);
      length += part.length;
      if (length > bytes) break;
    }
  } catch (error) {
    if (!(error instanceof CompressionFault)) throw error;
    throw new ConfigError(`the file is not ${file.compression}`, { where: file.url, cause: error });
  }
  return Buffer.concat(parts);
}
