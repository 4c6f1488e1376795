/** A file of an UNLOAD on this machine, before it goes where it belongs. */

/** A whole file. */
export interface LocalFile {
  readonly path: string;
  /** The index of its partition; 0 where there are none. */
  readonly partition: number;
  /** Which file of its partition it is, from 0. */
  readonly part: number;
  /** Bytes. */
  readonly size: number;
  /** Without a header. */
  readonly rows: number;
}
