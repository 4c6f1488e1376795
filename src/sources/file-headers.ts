/** The names that the header lines of delimited files give their fields. COPY reads none of them (Database Developer Guide, IGNOREHEADER): it goes by place. */
import { DelimitedScanner } from "../formats/delimited-scanner.ts";
import type { DelimitedFormat } from "../formats/file-format.ts";
import type { Store } from "../store/store.ts";
import { readStart, START_BYTES } from "./read-start.ts";
import type { SourceFile } from "./source.ts";

/** One line of a header. */
export interface FileHeader {
  /** The first file that has it. */
  readonly url: string;
  readonly names: readonly string[];
}

/** Different lines that are kept of one source: a line with the day in it is another one in each file. */
const MOST_LINES = 1000;
/** The first byte of a byte order mark. */
const MARK = 0xef;

/** Collects the different lines of the headers of a source. */
export class FileHeaders {
  private readonly found = new Map<string, FileHeader>();

  /** Takes the header of a file. @param start its first bytes, decompressed; a header that they do not hold whole is left alone */
  note({ url, format }: Pick<SourceFile, "url" | "format">, start: Uint8Array): void {
    if (format.kind !== "delimited") return;
    for (const names of headerLines(start.subarray(0, START_BYTES), format)) {
      const key = JSON.stringify(names);
      if (!this.found.has(key) && this.found.size < MOST_LINES) this.found.set(key, { url, names });
    }
  }

  /** In the order in which they were found. */
  get all(): readonly FileHeader[] {
    return [...this.found.values()];
  }
}

function* headerLines(start: Uint8Array, format: DelimitedFormat): Generator<readonly string[]> {
  const scanner = new DelimitedScanner(format);
  scanner.bytes = Buffer.from(start.buffer, start.byteOffset, start.byteLength);
  if (start[0] === MARK) scanner.at = 3;
  for (let line = 0; line < format.headerLines; line += 1) {
    if (scanner.next() !== "record") return;
    const fields = scanner.fields.slice(0, scanner.count);
    yield fields.map((field) => scanner.valueOf(field).toString().trim());
  }
}

/** Reads the first bytes of a file that nobody else reads, and notes its header, if it has one. @throws UnreachableError when it cannot be read */
export async function lookAtHeader(
  store: Pick<Store, "readParts">,
  file: SourceFile,
  headers: FileHeaders,
): Promise<void> {
  if (file.format.kind !== "delimited" || file.format.headerLines === 0) return;
  headers.note(file, (await readStart(store, file)).plain);
}
