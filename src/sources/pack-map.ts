/** The way back from a line of a loaded object to the source file and the line in it. */
import type { LineSteps } from "./line-steps.ts";
import type { RowCount } from "./row-counter.ts";
import type { SourceFile } from "./source.ts";

/** One file inside a pack. */
export interface PackMember {
  readonly file: SourceFile;
  /** The line of the pack on which the file starts, counted from 1. */
  readonly firstLine: number;
  /** Lines of the pack that are of the file; several rows may stand on one. */
  readonly lines: number;
  /** Rows of the file: objects at the root, or records. */
  readonly objects: number;
  /** Lines at the start of the file that are not in the pack: a header that another member has already. */
  readonly skipped: number;
  /** The rows in packs before this one, and the lines that those of this one end on, of a file whose rows were taken out of an array. */
  readonly unpacked?: { readonly before: number; readonly lines: LineSteps };
}

/** Where a row is in its source file. */
export interface SourceLine {
  readonly file: SourceFile;
  readonly line: number;
  /** Which row of the file it is, from 1; only of one whose rows were taken out of an array. */
  readonly row?: number;
}

/**
 * One object that a COPY reads: a pack with its members in order, or a source file, where it lies or as a copy that was carried
 * over. A copy has the file's bytes, and so its lines.
 */
export type LoadedObject =
  | {
      readonly kind: "pack";
      readonly url: string;
      readonly size: number;
      readonly members: readonly PackMember[];
    }
  | {
      readonly kind: "file";
      readonly url: string;
      readonly size: number;
      readonly file: SourceFile;
      /** Its rows, where its bytes were read on the way; undefined where it was never looked into. */
      readonly counted?: RowCount | undefined;
    };

/** Returns the source files that an object holds, in order. */
export function filesOf(object: LoadedObject): readonly SourceFile[] {
  return object.kind === "file" ? [object.file] : object.members.map(({ file }) => file);
}

/**
 * Returns the source file, and the line in it, of a line of a loaded object (both from 1); undefined for an object that
 * is none of these.
 */
export function findSourceLine(
  objects: ReadonlyMap<string, LoadedObject>,
  url: string,
  line: number,
): SourceLine | undefined {
  const object = objects.get(url);
  if (object === undefined) return undefined;
  if (object.kind === "file") return { file: object.file, line };
  let low = 0;
  let high = object.members.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((object.members[middle] as PackMember).firstLine <= line) low = middle;
    else high = middle - 1;
  }
  const member = object.members[low];
  if (member === undefined) return undefined;
  const { file, firstLine, skipped, unpacked } = member;
  const at = line - firstLine + 1;
  if (unpacked === undefined) return { file, line: at + skipped };
  return { file, line: unpacked.lines.lineOf(at), row: unpacked.before + at };
}
