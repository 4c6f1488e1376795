/** Makes the objects that COPY reads: joins small files into packs, carries over what is too far away, writes the manifest. */
import { UnreachableError } from "../errors.ts";
import { carryOver } from "./carry.ts";
import { deflate, inflate, compressedNewline } from "./compression.ts";
import type { PackPlan } from "./pack-plan.ts";
import type { LoadedObject, PackMember } from "./pack-map.ts";
import { scanJson } from "./scan-json.ts";
import type { Compression, SourceFile } from "./source.ts";
import type { Store } from "../store/store.ts";

const ENDINGS: Readonly<Record<Compression, string>> = { "": "json", gzip: "json.gz", zstd: "json.zst" };

/** What one COPY is given. */
export interface PreparedObjects {
  readonly manifestUrl: string;
  readonly objects: readonly LoadedObject[];
}

/**
 * Writes the packs of one source and its manifest, every entry mandatory, under `prefix`, and returns what COPY reads.
 * A file that is not whole (see scan-json.ts) is left out of its pack and listed by itself, so that what is wrong
 * with it stays its own.
 * @throws UnreachableError when a file cannot be read, or an object not be written.
 */
export async function preparePacks(store: Store, plan: PackPlan, prefix: string): Promise<PreparedObjects> {
  const urlOf = (index: number): string =>
    `${prefix}-${String(index + 1).padStart(4, "0")}.${ENDINGS[plan.compression]}`;
  const packs: LoadedObject[] = [];
  const apart = [...plan.asTheyLie];
  for (const [index, files] of plan.packs.entries()) {
    const url = urlOf(index);
    const pack = await joinFiles(store, files, plan.compression);
    apart.push(...pack.apart);
    if (pack.members.length === 0) continue;
    const content = Buffer.concat(pack.chunks);
    await store.write(url, content);
    packs.push({ kind: "pack", url, size: content.length, members: pack.members });
  }
  const files =
    plan.away === undefined
      ? apart.map(fileInPlace)
      : await carryOver(store, apart, (index) => urlOf(plan.packs.length + index));
  const objects = [...files, ...packs];
  const manifestUrl = `${prefix}.manifest`;
  await store.write(manifestUrl, Buffer.from(renderManifest(objects)));
  return { manifestUrl, objects };
}

/** A COPY manifest (Database Developer Guide, "Using a manifest to specify data files"). */
function renderManifest(objects: readonly LoadedObject[]): string {
  const entries = objects.map(({ url, size }) => ({ url, mandatory: true, meta: { content_length: size } }));
  return `${JSON.stringify({ entries }, undefined, 1)}\n`;
}

interface Joined {
  readonly chunks: Uint8Array[];
  readonly members: PackMember[];
  /** Files that are not whole. */
  readonly apart: SourceFile[];
}

async function joinFiles(
  store: Store,
  files: readonly SourceFile[],
  compression: Compression,
): Promise<Joined> {
  const joined: Joined = { chunks: [], members: [], apart: [] };
  let line = 1;
  for await (const [file, bytes] of readAll(store, files)) {
    const plain = inflateFile(file, bytes);
    const scan = plain && scanJson(plain);
    const same = file.compression === compression;
    const content = same ? bytes : plain && deflate(plain, compression);
    if (plain === undefined || scan === undefined || !scan.whole || content === undefined) {
      if (!same) {
        throw new UnreachableError(
          `cannot pack a ${file.compression || "plain"} file with ${compression} files`,
          {
            where: file.url,
            next: "give all files of a source one compression, and see that this one is whole",
          },
        );
      }
      joined.apart.push(file);
      continue;
    }
    joined.members.push({ file, firstLine: line, objects: scan.objects });
    joined.chunks.push(content);
    line += scan.newlines;
    if (!scan.endsInNewline) {
      joined.chunks.push(compressedNewline(compression));
      line += 1;
    }
  }
  return joined;
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

/** Undefined when the bytes are not what the name says: COPY will say so, and where. */
function inflateFile(file: SourceFile, bytes: Uint8Array): Uint8Array | undefined {
  try {
    return inflate(bytes, file.compression);
  } catch {
    return undefined;
  }
}

function fileInPlace(file: SourceFile): LoadedObject {
  return { kind: "file", url: file.url, size: file.size, file };
}
