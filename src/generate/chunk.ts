/** A part of a file of synthetic data. */
export interface Chunk {
  /** The path of the file, relative to the output folder, without `.gz`. Chunks of one file follow each other. */
  readonly path: string;
  /** ASCII, a whole number of lines; no newline after the last line of a file. */
  readonly text: string;
  readonly rows: number;
}

/** How many characters make a chunk, more or less. */
export const CHUNK_LENGTH = 1 << 18;
