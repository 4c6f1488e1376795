/** What a bucket of the fake holds: objects in memory. */
import { createHash } from "node:crypto";

export interface Listed {
  readonly key: string;
  readonly etag: string;
  readonly size: number;
}

export interface Bucket {
  readonly region: string;
  /** Whether unsigned requests may list and read it. */
  readonly isPublic: boolean;
  /** Keys that nobody may remove. */
  readonly locked: Set<string>;
  /** Sorted by the bytes of the key. */
  list(prefix: string): Listed[];
  /** The same behind a key, one after the other. */
  after(prefix: string, key: string): Iterable<Listed>;
  read(key: string): { readonly etag: string; readonly content: Buffer } | undefined;
  /** Returns the ETag. */
  write(key: string, content: Buffer): string;
  remove(key: string): void;
}

interface BucketFacts {
  readonly region?: string;
  readonly isPublic?: boolean;
}

export function memoryBucket({ region = "us-east-1", isPublic = false }: BucketFacts = {}): Bucket {
  const objects = new Map<string, { readonly etag: string; readonly content: Buffer }>();
  let sorted: string[] | undefined;
  const inOrder = (): readonly string[] => (sorted ??= [...objects.keys()].sort(byBytes));
  const listed = (key: string): Listed => {
    const { etag = "", content } = objects.get(key) ?? {};
    return { key, etag, size: content?.length ?? 0 };
  };
  return {
    region,
    isPublic,
    locked: new Set(),
    list: (prefix) =>
      inOrder()
        .filter((key) => key.startsWith(prefix))
        .map(listed),
    *after(prefix, start) {
      const keys = inOrder();
      for (let at = Math.max(firstFrom(keys, prefix), firstFrom(keys, start)); at < keys.length; at += 1) {
        const key = keys[at] ?? "";
        if (!key.startsWith(prefix)) return;
        if (byBytes(key, start) > 0) yield listed(key);
      }
    },
    read: (key) => objects.get(key),
    write: (key, content) => {
      if (!objects.has(key)) sorted = undefined;
      const etag = createHash("md5").update(content).digest("hex");
      objects.set(key, { etag, content });
      return etag;
    },
    remove: (key) => {
      if (objects.delete(key)) sorted = undefined;
    },
  };
}

function byBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

/** The place of the first key that is not before the text. */
function firstFrom(keys: readonly string[], text: string): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byBytes(keys[middle] ?? "", text) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
