/** Packs of the rows of files that have an array around them: one row a line, however large a file is. */
import { BadFilesError } from "../errors.ts";
import { CompressionFault } from "../compression/compression-fault.ts";
import type { Compression } from "../compression/compression.ts";
import { decompressParts } from "../compression/decompress.ts";
import { wrapperName, type JsonWrapper } from "../formats/json-wrapper.ts";
import { countNewlines } from "../formats/newlines.ts";
import { readAhead } from "../store/read-ahead.ts";
import type { Store } from "../store/store.ts";
import { countOf } from "../text/amounts.ts";
import type { BrokenFile } from "./broken-files.ts";
import { LineSteps } from "./line-steps.ts";
import { beginMember } from "./one-member.ts";
import type { LoadedObject, PackMember } from "./pack-map.ts";
import type { PackPlan } from "./pack-plan.ts";
import { isPointerFile } from "./pointer.ts";
import type { SourceFile } from "./source.ts";
import { isWrapped, joinRows, UnpackFault, unpackRows } from "./unpack-rows.ts";

/** Files whose beginnings are read at a time. */
const CONCURRENCY = 32;
/** Files of fewer bytes are read several at a time. */
const SMALL_BYTES = 1024 * 1024;
/** Further files that are named. */
const LISTED = 4;

const WRITE_AGAIN = "write the whole file again under the same name";

/** A file of which the rows cannot be told apart. */
export interface WrongWrapping {
  readonly file: SourceFile;
  readonly fault: UnpackFault;
}

/** Returns the wrapper that the header of its source allows. */
function wrapperOf({ format }: Pick<SourceFile, "format">): JsonWrapper | undefined {
  return format.kind === "json" ? format.wrapper : undefined;
}

/**
 * Takes the files out of a plan that have an array around their rows where the header of their source allows it: their first value says so.
 * What is wrong with one that is not what it seems is told by whoever reads it as a whole.
 * @throws UnreachableError when one cannot be read
 */
export async function takeWrapped(
  store: Store,
  plan: PackPlan,
): Promise<{ readonly wrapped: readonly SourceFile[]; readonly rest: PackPlan }> {
  const files = [...plan.asTheyLie, ...plan.packs.flat()];
  if (!files.some((file) => wrapperOf(file) !== undefined)) return { wrapped: [], rest: plan };
  const look = async (file: SourceFile): Promise<SourceFile | undefined> => {
    const wrapper = wrapperOf(file);
    const parts = decompressParts(store.readParts(file), file.compression);
    try {
      return wrapper !== undefined && (await isWrapped(parts, wrapper)) ? file : undefined;
    } catch (error) {
      if (error instanceof CompressionFault) return undefined;
      throw error;
    }
  };
  const limits = { concurrency: CONCURRENCY, weight: Number.POSITIVE_INFINITY, weigh: () => 1 };
  const wrapped = new Set<SourceFile>();
  for await (const file of readAhead(files, look, limits)) if (file !== undefined) wrapped.add(file);
  const others = (some: readonly SourceFile[]): SourceFile[] => some.filter((file) => !wrapped.has(file));
  const packs = plan.packs.map(others).filter((pack) => pack.length > 0);
  return { wrapped: [...wrapped], rest: { ...plan, asTheyLie: others(plan.asTheyLie), packs } };
}

/** What the packs are written with, and where files go that are not whole. */
export interface UnpackInput {
  readonly compression: Compression;
  /** Bytes at which a pack is closed: it is made in memory. */
  readonly largest: number;
  readonly write: (content: Buffer) => Promise<{ readonly url: string; readonly size: number }>;
  readonly broken: BrokenFile[];
  readonly wrong: WrongWrapping[];
}

/** Writes the rows of the files into as few packs as hold them, and returns these. The rows of a large file may be in several. */
export async function unpackFiles(
  store: Store,
  files: readonly SourceFile[],
  { compression, largest, write, broken, wrong }: UnpackInput,
): Promise<readonly LoadedObject[]> {
  const objects: LoadedObject[] = [];
  let content = beginMember(compression);
  let members: Mutable<PackMember>[] = [];
  let line = 1;
  const close = async (): Promise<void> => {
    if (members.length > 0) objects.push({ kind: "pack", ...(await write(await content.finish())), members });
    content = beginMember(compression);
    members = [];
    line = 1;
  };
  for await (const [file, bytes] of readSmallOnes(store, files)) {
    const counted = { lines: 0 };
    const parts = countLines(decompressParts(bytes ?? store.readParts(file), file.compression), counted);
    let rows = 0;
    let last = 1;
    const open = (): { readonly member: Mutable<PackMember>; readonly steps: LineSteps } => {
      const steps = new LineSteps(last);
      const unpacked = { before: rows, lines: steps };
      const member = { file, firstLine: line, lines: 0, objects: 0, skipped: 0, unpacked };
      members.push(member);
      return { member, steps };
    };
    try {
      let { member, steps } = open();
      for await (const some of unpackRows(parts, wrapperOf(file) ?? { key: undefined })) {
        if (content.size >= largest) {
          await close();
          ({ member, steps } = open());
        }
        for (const row of some) steps.push((last = row.line));
        rows += some.length;
        line += some.length;
        member.lines += some.length;
        member.objects += some.length;
        await content.add(joinRows(some));
      }
    } catch (error) {
      if (error instanceof UnpackFault) wrong.push({ file, fault: error });
      else if (error instanceof CompressionFault) {
        const pointer = await isPointerFile(store, file);
        broken.push({ file, fault: error, lines: counted.lines, pointer });
      } else throw error;
    }
  }
  await close();
  return objects;
}

/** Gives the rows of a file, one a line, as they are packed. @throws UnpackFault after those that can be told apart */
export async function* unpackParts(
  parts: AsyncIterable<Buffer>,
  file: Pick<SourceFile, "format">,
): AsyncGenerator<Buffer> {
  for await (const rows of unpackRows(parts, wrapperOf(file) ?? { key: undefined })) yield joinRows(rows);
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The files in order, small ones with their bytes, which are read together. */
async function* readSmallOnes(
  store: Store,
  files: readonly SourceFile[],
): AsyncGenerator<readonly [SourceFile, AsyncIterable<Buffer> | undefined]> {
  const small = files.filter(({ size }) => size < SMALL_BYTES);
  const read = store.readMany?.(small)[Symbol.asyncIterator]();
  try {
    for (const file of small) {
      const next = await read?.next();
      yield [file, next === undefined || next.done === true ? undefined : once(next.value)];
    }
  } finally {
    await read?.return?.();
  }
  for (const file of files) if (file.size >= SMALL_BYTES) yield [file, undefined];
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

async function* countLines(parts: AsyncIterable<Buffer>, counted: { lines: number }): AsyncGenerator<Buffer> {
  for await (const part of parts) {
    counted.lines += countNewlines(part);
    yield part;
  }
}

/**
 * Returns the error of files whose rows cannot be told apart.
 * @param files one at least; each is named with its line
 */
export function wrongWrappings(files: readonly [WrongWrapping, ...WrongWrapping[]]): BadFilesError {
  const [{ file, fault }, ...more] = files;
  const others = more.length === 0 ? "" : `, and so of ${countOf(more.length, "more file")}`;
  const wrapper = wrapperName(wrapperOf(file) ?? { key: undefined });
  return new BadFilesError(
    `a file with ${wrapper} around its rows cannot be unpacked${others}: ${fault.message}; DWH_MAX_REJECTS is for rows`,
    {
      where: files
        .slice(0, 1 + LISTED)
        .map((one) => `${one.file.url}:${one.fault.line}`)
        .join(", "),
      next: `nothing was loaded; ${WRITE_AGAIN}, or move it out of the source`,
      files: files.map((one) => ({
        url: one.file.url,
        reason: `it cannot be unpacked: ${one.fault.message}, on line ${one.fault.line}`,
        next: WRITE_AGAIN,
      })),
    },
  );
}
