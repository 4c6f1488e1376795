/** Makes the objects that COPY reads: joins small files into packs, carries over what is too far away, writes the manifest. */
import { carryOver } from "./carry.ts";
import { CompressionFault } from "../compression/compression-fault.ts";
import { decompress } from "../compression/decompress.ts";
import { LARGEST_PLAIN, TooLarge } from "../compression/too-large.ts";
import { brokenFiles, type BrokenFile } from "./broken-files.ts";
import { FileHeaders, lookAtHeader, type FileHeader } from "./file-headers.ts";
import { fileInPlace, leaveWhole, lookAt } from "./in-place.ts";
import { linesBefore } from "./members.ts";
import { beginMember, type Member } from "./one-member.ts";
import { isPointer, isPointerFile } from "./pointer.ts";
import { LARGEST_BYTES, type PackPlan } from "./pack-plan.ts";
import type { LoadedObject, PackMember } from "./pack-map.ts";
import { countRows } from "./row-counter.ts";
import { scanDelimited, type FileScan } from "./scan-delimited.ts";
import { scanJson } from "./scan-json.ts";
import type { Compression } from "../compression/compression.ts";
import type { SourceFile } from "./source.ts";
import type { Store } from "../store/store.ts";
import type { FileFormat } from "../formats/file-format.ts";
import { takeWrapped, unpackFiles, wrongWrappings, type WrongWrapping } from "./unpack-files.ts";

const ENDINGS: Readonly<Record<Compression, string>> = { "": "", gzip: ".gz", zstd: ".zst" };

const NEWLINE = Buffer.from("\n");

/** What one COPY is given. */
export interface PreparedObjects {
  readonly manifestUrl: string;
  readonly objects: readonly LoadedObject[];
  /** The different lines of the headers of delimited files. */
  readonly headers: readonly FileHeader[];
}

/**
 * Writes the packs of one source and its manifest, every entry mandatory, under `prefix`, and returns what COPY reads: objects of one
 * member each. A file whose rows are not whole (see scan-json.ts, scan-delimited.ts) stands alone, so that what is wrong with it stays its
 * own.
 * @param most plain bytes of one file that are held; one of more is loaded where it lies, if COPY can read it there
 * @throws UnreachableError when a file cannot be read; BadFilesError for those that cannot be decompressed, and for one that is too large to be
 * rewritten.
 */
export async function preparePacks(
  store: Store,
  plan: PackPlan,
  prefix: string,
  most: number = LARGEST_PLAIN,
): Promise<PreparedObjects> {
  const { compression } = plan;
  const [first] = [...plan.asTheyLie, ...plan.packs.flat()];
  const ending = `${endingOf(first?.format)}${ENDINGS[compression]}`;
  let made = 0;
  const nextUrl = (): string => {
    made += 1;
    return `${prefix}-${String(made).padStart(4, "0")}.${ending}`;
  };
  const write: Write = async (content) => {
    const url = nextUrl();
    await store.write(url, content);
    return { url, size: content.length };
  };
  const joined: LoadedObject[] = [];
  const headers = new FileHeaders();
  const broken: BrokenFile[] = [];
  const wrong: WrongWrapping[] = [];
  const { wrapped, rest } = await takeWrapped(store, plan);
  joined.push(
    ...(await unpackFiles(store, wrapped, { compression, largest: LARGEST_BYTES, write, broken, wrong })),
  );
  const packs = [...rest.packs];
  for (const file of rest.asTheyLie) {
    const members = await lookAt(store, file);
    if (members.are === "broken")
      broken.push({ file, ...members, pointer: await isPointerFile(store, file) });
    else if (members.are === "several") packs.push([file]);
    else {
      await lookAtHeader(store, file, headers);
      joined.push({ ...fileInPlace(file), counted: members.counted });
    }
  }
  for (const files of packs)
    joined.push(...(await joinFiles(store, files, { compression, most, write, headers, broken })));
  // All of them at once, so that the next one does not come up a run later.
  const [firstBroken, ...more] = broken;
  if (firstBroken !== undefined) throw brokenFiles([firstBroken, ...more]);
  const [firstWrong, ...others] = wrong;
  if (firstWrong !== undefined) throw wrongWrappings([firstWrong, ...others]);
  const objects = plan.away === undefined ? joined : await withCarried(store, joined, nextUrl);
  const manifestUrl = `${prefix}.manifest`;
  await store.write(manifestUrl, Buffer.from(renderManifest(objects)));
  return { manifestUrl, objects, headers: headers.all };
}

/** Carries over what would be loaded where it lies, in a region in which COPY cannot read it. */
async function withCarried(
  store: Store,
  objects: readonly LoadedObject[],
  nextUrl: () => string,
): Promise<readonly LoadedObject[]> {
  const isFar = (object: LoadedObject): boolean => object.kind === "file" && object.url === object.file.url;
  const far = objects.flatMap((object) => (object.kind === "file" && isFar(object) ? object : []));
  const carried = await carryOver(
    store,
    far.map(({ file }) => file),
    nextUrl,
  );
  const copies = carried.map((copy, index) => ({ ...copy, counted: far[index]?.counted }));
  return [...copies, ...objects.filter((object) => !isFar(object))];
}

/** A COPY manifest (Database Developer Guide, "Using a manifest to specify data files"). */
function renderManifest(objects: readonly LoadedObject[]): string {
  const entries = objects.map(({ url, size }) => ({ url, mandatory: true, meta: { content_length: size } }));
  return `${JSON.stringify({ entries }, undefined, 1)}\n`;
}

type Write = (content: Buffer) => Promise<{ readonly url: string; readonly size: number }>;

interface Joining {
  /** That of all objects. */
  readonly compression: Compression;
  readonly most: number;
  readonly write: Write;
  readonly headers: FileHeaders;
  /** Takes files that cannot be decompressed. */
  readonly broken: BrokenFile[];
}

/** Joins the files into as few packs as hold them, and returns these and the files that stand alone. */
async function joinFiles(
  store: Store,
  files: readonly SourceFile[],
  joining: Joining,
): Promise<readonly LoadedObject[]> {
  const { compression, most, write, headers, broken } = joining;
  const objects: LoadedObject[] = [];
  let pack = beginPack(compression);
  const close = async (): Promise<void> => {
    if (pack.members.length > 0)
      objects.push({ kind: "pack", ...(await write(await pack.content.finish())), members: pack.members });
  };
  const leave = async (file: SourceFile): Promise<void> => {
    await lookAtHeader(store, file, headers);
    objects.push(...(await leaveWhole(store, file, joining)));
  };
  for (const file of files.filter(({ size }) => size > most)) await leave(file);
  const held = files.filter(({ size }) => size <= most);
  for await (const [file, bytes] of readAll(store, held)) {
    const plain = decompressed(bytes, file.compression, most);
    if (plain instanceof TooLarge) {
      await leave(file);
      continue;
    }
    if (plain instanceof CompressionFault) {
      broken.push({
        file,
        fault: plain,
        lines: await linesBefore(bytes, file.compression),
        pointer: isPointer(bytes),
      });
      continue;
    }
    headers.note(file, plain);
    const scan = scanFile(plain, file.format);
    if (!scan.whole) {
      objects.push(await standAlone(file, plain, compression, write));
    } else {
      if (pack.content.size >= LARGEST_BYTES) {
        await close();
        pack = beginPack(compression);
      }
      // The first member keeps its header, which COPY ignores; those of the others would be rows.
      const skipped = pack.members.length === 0 ? { lines: 0, bytes: 0 } : scan.header;
      const lines = scan.newlines - skipped.lines + (scan.endsInNewline ? 0 : 1);
      pack.members.push({
        file,
        firstLine: pack.line,
        lines,
        objects: scan.objects,
        skipped: skipped.lines,
      });
      pack.line += lines;
      await pack.content.add(plain.subarray(skipped.bytes));
      if (!scan.endsInNewline) await pack.content.add(NEWLINE);
    }
  }
  await close();
  return objects;
}

/** What a file holds, whatever its format, and its header, if it has one that COPY ignores. */
function scanFile(plain: Uint8Array, format: FileFormat): FileScan {
  if (format.kind === "delimited") return scanDelimited(plain, format);
  return { ...scanJson(plain), header: { lines: 0, bytes: 0 } };
}

function endingOf(format: FileFormat | undefined): string {
  if (format?.kind === "delimited") return format.csv ? "csv" : "txt";
  return format?.kind ?? "json";
}

interface Pack {
  readonly content: Member;
  readonly members: PackMember[];
  /** The line on which the next file begins. */
  line: number;
}

function beginPack(compression: Compression): Pack {
  return { content: beginMember(compression), members: [], line: 1 };
}

/** A file whose rows are not whole, where it lies, or as one member of the compression of the others. */
async function standAlone(
  file: SourceFile,
  plain: Uint8Array,
  compression: Compression,
  write: Write,
): Promise<LoadedObject> {
  const counted = countRows(plain, file.format);
  if (file.compression === "" && compression === "") return { ...fileInPlace(file), counted };
  const content = beginMember(compression);
  await content.add(plain);
  return { kind: "file", file, counted, ...(await write(await content.finish())) };
}

/** Reads files in order; in one go where the store can. */
async function* readAll(
  store: Store,
  files: readonly SourceFile[],
): AsyncGenerator<readonly [SourceFile, Uint8Array]> {
  if (store.readMany === undefined) {
    for (const file of files) yield [file, await store.read(file.url)];
    return;
  }
  let next = 0;
  for await (const content of store.readMany(files)) {
    yield [files[next] as SourceFile, content];
    next += 1;
  }
}

/** The plain bytes, or what is wrong when they are not what the name says, or not all of them, or too many. */
function decompressed(
  bytes: Uint8Array,
  compression: Compression,
  most: number,
): Uint8Array | CompressionFault | TooLarge {
  try {
    return decompress(bytes, compression, most);
  } catch (error) {
    if (error instanceof CompressionFault || error instanceof TooLarge) return error;
    throw error;
  }
}
