/** Lists what is below key prefixes of a bucket, many requests at a time. */

/** One answer of ListObjectsV2, names as they are. */
export interface ListPage<T> {
  readonly objects: readonly T[];
  /** What keys with a slash after the prefix begin with, where a delimiter was asked for; in the order of their bytes. */
  readonly prefixes: readonly string[];
  /** Where the next page goes on; undefined after the last one. */
  readonly next: string | undefined;
}

/** What one request asks for. */
export interface ListRequest {
  readonly prefix: string;
  /** Whether keys with a slash after the prefix are told by what they begin with, and not one by one. */
  readonly folded: boolean;
  /** Only keys after this one. */
  readonly after?: string | undefined;
  /** A common prefix that is asked for elsewhere. */
  readonly except?: string | undefined;
  readonly token?: string | undefined;
}

/**
 * Yields all objects below the prefixes, page by page, in the order in which the answers come. It begins with one request a prefix, and as
 * long as fewer than `concurrency` are under way, what is left of a listing that goes on is divided by its common prefixes: a small listing
 * costs the requests that it needs, a large one is read in as many places as may be. No more pages are asked for and not taken than that,
 * so that who takes them slowly holds S3 back, and memory does not grow with what lies there. Keys that lie flat below one prefix come one
 * page after the other, since nothing tells where to begin in between.
 * @param ask one request, which is tried again by itself when the connection is lost: what came before it is not asked for again
 * @throws what `ask` throws
 */
export async function* listConcurrently<T>(
  prefixes: readonly string[],
  ask: (request: ListRequest) => Promise<ListPage<T>>,
  { concurrency, keyOf }: { readonly concurrency: number; readonly keyOf: (object: T) => string },
): AsyncGenerator<readonly T[]> {
  // The newest first: what is deep inside is done with before more is opened, so that what waits stays short.
  const waiting: ListRequest[] = prefixes.map((prefix) => ({ prefix, folded: false })).reverse();
  const ready: (readonly T[])[] = [];
  let underWay = 0;
  let failure: { readonly error: unknown } | undefined;
  let wake = (): void => undefined;

  const start = async (request: ListRequest): Promise<void> => {
    underWay += 1;
    try {
      const page = await ask(request);
      const isIdle = underWay + waiting.length < concurrency;
      waiting.push(...goOn(request, page, keyOf, isIdle));
      if (page.objects.length > 0) ready.push(page.objects);
    } catch (error) {
      failure ??= { error };
    } finally {
      underWay -= 1;
      wake();
    }
  };

  const mayAsk = (): boolean => failure === undefined && underWay + ready.length < concurrency;
  for (;;) {
    while (mayAsk()) {
      const request = waiting.pop();
      if (request === undefined) break;
      void start(request);
    }
    if (failure !== undefined) throw failure.error;
    const page = ready.shift();
    if (page !== undefined) yield page;
    else if (underWay > 0) await new Promise<void>((resolve) => (wake = resolve));
    else if (waiting.length === 0) return;
  }
}

/** What is left to ask for behind a page, the first of it last. */
function goOn<T>(
  { prefix, folded, except }: ListRequest,
  { objects, prefixes, next }: ListPage<T>,
  keyOf: (object: T) => string,
  isIdle: boolean,
): readonly ListRequest[] {
  const below = prefixes
    .filter((one) => one !== except)
    .map((one): ListRequest => ({ prefix: one, folded: false }))
    .reverse();
  if (next === undefined) return below;
  // Below those that it holds: were it read on at once, a folder of a million folders would be held.
  if (folded) return [{ prefix, folded, except, token: next }, ...below];
  const last = objects.at(-1);
  if (!isIdle || last === undefined) return [{ prefix, folded, token: next }];
  return divided(prefix, keyOf(last));
}

/**
 * What is after a key, divided. The folder that the key lies in is asked for by itself: whether a common prefix is told of which only a
 * part is after that key, no page says.
 */
function divided(prefix: string, after: string): readonly ListRequest[] {
  const end = after.indexOf("/", prefix.length);
  if (end === -1) return [{ prefix, folded: true, after }];
  const folder = after.slice(0, end + 1);
  return [
    { prefix, folded: true, after, except: folder },
    { prefix: folder, folded: false, after },
  ];
}
