/** What a load error speaks of, and the bytes to look for it in. */

/** The place, and what is said of it. */
export interface RejectedPlace {
  /** From 1; 0 where the whole file is meant. */
  readonly line: number;
  readonly column: string | undefined;
  readonly reason: string;
}

/** A file, decompressed, up to the last of the lines that are asked for at least. */
export interface PlainFile {
  readonly bytes: Buffer;
  /** Whether that is all of it. */
  readonly whole: boolean;
}
