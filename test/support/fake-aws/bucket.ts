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
  return {
    region,
    isPublic,
    locked: new Set(),
    list: (prefix) => {
      sorted ??= [...objects.keys()].sort(byBytes);
      return sorted
        .filter((key) => key.startsWith(prefix))
        .map((key) => ({
          key,
          etag: objects.get(key)?.etag ?? "",
          size: objects.get(key)?.content.length ?? 0,
        }));
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
