/** The compression of files whose names do not tell it: their first bytes do. */
import { readAhead } from "../store/read-ahead.ts";
import type { Store } from "../store/store.ts";
import type { PassedObject } from "../text/passed-over.ts";
import type { Compression } from "../compression/compression.ts";
import { isNamedForFormat, type SourceFile } from "./source.ts";

/** Files whose beginnings are read at a time. */
const CONCURRENCY = 32;

/** Zstandard's frames, those that are to be passed over too (RFC 8878, "Zstandard Frames" and "Skippable Frames"). */
const ZSTD = /^(?:28b52ffd|5[0-9a-f]2a4d18)/;
/** RFC 1952, "Member header". */
const GZIP = /^1f8b/;
/** Recognised by its beginning, and not taken: "BZh" and the magic number of xz. */
const OTHERS = /^(?:425a68|fd377a585a00)/;

/**
 * Returns the files with the compression that their first bytes tell, unless their names are those of files of their format; one of a
 * compression that is not taken is passed over.
 * @throws UnreachableError when one cannot be read
 */
export async function lookAtCompression(
  store: Store,
  files: readonly SourceFile[],
): Promise<{ readonly files: readonly SourceFile[]; readonly passedOver: readonly PassedObject[] }> {
  const told: SourceFile[] = [];
  const passedOver: PassedObject[] = [];
  const look = async (file: SourceFile): Promise<{ file: SourceFile; found: Compression | undefined }> => ({
    file,
    found: isNamedForFormat(file) ? file.compression : compressionIn(await readFirst(store, file)),
  });
  const limits = { concurrency: CONCURRENCY, weight: Number.POSITIVE_INFINITY, weigh: () => 1 };
  for await (const { file, found } of readAhead(files, look, limits)) {
    if (found === undefined)
      passedOver.push({
        url: file.url,
        reason: "with an unsupported compression, by their first bytes",
      });
    else told.push({ ...file, compression: found });
  }
  return { files: told, passedOver };
}

/** The first part of a file, and no more of it. */
async function readFirst(store: Store, file: SourceFile): Promise<Buffer> {
  for await (const part of store.readParts(file)) if (part.length > 0) return part;
  return Buffer.alloc(0);
}

function compressionIn(bytes: Buffer): Compression | undefined {
  const first = bytes.subarray(0, 6).toString("hex");
  if (GZIP.test(first)) return "gzip";
  if (ZSTD.test(first)) return "zstd";
  return OTHERS.test(first) ? undefined : "";
}
