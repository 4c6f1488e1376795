/**
 * Where source files, packs and manifests live: a folder or a bucket, behind one interface. A url is whole and absolute:
 * `/data/log_data/x.json` or `s3://bucket/log_data/x.json`; a prefix is a *key prefix* as in S3, so that `…/log` also
 * matches `…/log_data/x.json`.
 */

/** An object as a listing tells it; url and etag together say which content it is. */
export interface StoredObject {
  readonly url: string;
  /** Changes when the content may have changed: S3's ETag; for a file, made of inode, modification time and size. */
  readonly etag: string;
  /** Bytes. */
  readonly size: number;
}

/** Takes what lies in a folder and is not an object: a pipe, a link that leads nowhere. `reason` ends the sentence "passed over: …". */
export type PassOver = (one: { readonly url: string; readonly reason: string }) => void;

/** A folder or a bucket; see the head of this file for what urls and prefixes are. */
export interface Store {
  /**
   * All objects whose key starts with the prefix, sorted by the bytes of the url, placeholder keys (empty, ending in a slash) left out. In a folder an
   * object is a regular file, and `passOver` is told of what is none.
   * @throws UnreachableError, naming the url, for a folder that cannot be read or a bucket that does not answer.
   */
  list(prefix: string, passOver?: PassOver): Promise<StoredObject[]>;
  /**
   * The same below several prefixes, in pages that come in no order: memory does not grow with what lies there, and whoever takes them slowly
   * holds the store back. What lies below two of the prefixes comes twice.
   * @throws as `list` does
   */
  pages?(prefixes: readonly string[], passOver?: PassOver): AsyncIterable<readonly StoredObject[]>;
  /** The whole object. @throws UnreachableError when it is not there or cannot be read. */
  read(url: string): Promise<Buffer>;
  /**
   * The objects in the order given, each whole and as it was listed, several read ahead at a time. Reading stops when
   * the caller stops; what is held ahead is bounded, so that a slow caller holds a fast store back.
   * @throws UnreachableError when one is gone, cannot be read, or is no longer the one that was listed.
   */
  readMany?(objects: readonly StoredObject[]): AsyncIterable<Buffer>;
  /**
   * The object in parts, in order, as it was listed: for what is too large to be held.
   * @throws UnreachableError when it is gone, cannot be read, or is no longer the one that was listed.
   */
  readParts(object: StoredObject): AsyncIterable<Buffer>;
  /** Writes the whole object, in place of another one. */
  write(url: string, content: Uint8Array): Promise<void>;
  /**
   * Writes the object from a file of this machine, in place of another one and whole or not at all, in memory that does not grow with it:
   * up to LARGEST_IN_PARTS bytes. The signal ends it.
   * @throws UnreachableError when the place cannot be written.
   */
  put?(path: string, url: string, signal?: AbortSignal): Promise<void>;
  /** Removes every object under the prefix; nothing there is no error. */
  remove(prefix: string): Promise<void>;
  /** The path of a file on this machine that holds the object as it is, if there is one: for bulk readers. */
  localPath(url: string): string | undefined;
  /**
   * The region of the bucket that the url is in; undefined where the place does not tell, as a store without it never does.
   * @throws UnreachableError or ConfigError, naming the bucket.
   */
  region?(url: string): Promise<string | undefined>;
  /**
   * Copies the object, as it was listed, to another url, in memory that does not grow with it: up to LARGEST_IN_PARTS bytes.
   * Nothing is at that url when the copying fails, or is ended by the signal.
   * @throws UnreachableError when it is gone, cannot be read or written, or is no longer the one that was listed.
   */
  copy?(object: StoredObject, url: string, signal?: AbortSignal): Promise<void>;
}
