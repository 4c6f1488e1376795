/** What identifies a file of the ledger when files are compared without being named. Pure. */
import { hash } from "node:crypto";
import { fileKey, type SourceFile } from "./source.ts";

/** Two numbers of nine digits and a text of sixteen, all of one MD5 sum; records/known-files.ts has the same in SQL. */
export interface FileDigest {
  readonly first: number;
  readonly second: number;
  /** The first 64 bits. */
  readonly short: string;
}

/** What some files come to, in whatever order they are. */
export interface FileSum {
  readonly files: number;
  /** Sums of the numbers of their digests, modulo {@link SUM_END}. */
  readonly first: number;
  readonly second: number;
}

/** Sums go round at it, so that they stay exact here, and within BIGINT there. */
export const SUM_END = 1e15;

/** Into so many parts the files of a source are divided by the first number of their digests. */
export const PARTS = 65_536;

/** Nothing. */
export const NO_FILES: FileSum = { files: 0, first: 0, second: 0 };

/** Returns the digest of what `fileKey` tells. */
export function digestOf(file: Pick<SourceFile, "source" | "url" | "etag" | "size">): FileDigest {
  const sum = hash("md5", fileKey(file));
  return { first: digits(sum, 0), second: digits(sum, 9), short: sum.slice(0, 16) };
}

/** Returns the part that a file is in. */
export function partOf({ first }: Pick<FileDigest, "first">): number {
  return first % PARTS;
}

/** Returns the sum with one more file in it, or with those of another sum. */
export function plus(
  sum: FileSum,
  { first, second, files = 1 }: { readonly first: number; readonly second: number; readonly files?: number },
): FileSum {
  return {
    files: sum.files + files,
    first: (sum.first + first) % SUM_END,
    second: (sum.second + second) % SUM_END,
  };
}

/** Whether both are of the same files, as sure as sums of 57 bits each can tell. */
export function isSameSum(one: FileSum, other: FileSum): boolean {
  return one.files === other.files && one.first === other.first && one.second === other.second;
}

/** Nine digits, of as many hexadecimal ones: a to f are 0 to 5, as TRANSLATE makes them. */
function digits(hex: string, from: number): number {
  let value = 0;
  for (let at = from; at < from + 9; at += 1) {
    const code = hex.charCodeAt(at);
    value = value * 10 + (code >= 97 ? code - 97 : code - 48);
  }
  return value;
}
