/** Long lists, piece by piece. */
import { setImmediate as turn } from "node:timers/promises";

/** So many of them take some milliseconds. */
const PIECE = 4000;

/** And a text of so many UTF-16 units. */
const LARGE = 1024 * 1024;

/** Returns the texts that `make` returns for 0 up to `count`; others have their turn between. @param piece so many take some milliseconds @throws as `make` does */
export async function inPieces<T extends string | null>(
  count: number,
  make: (at: number) => T,
  piece = PIECE,
): Promise<readonly T[]> {
  const made: T[] = [];
  for (let at = 0; at < count; at += 1) {
    if (at > 0 && at % piece === 0) await turn();
    const one = make(at);
    made.push(one);
    if ((one?.length ?? 0) > LARGE) await turn();
  }
  return made;
}
