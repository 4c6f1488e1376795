/** Which known name somebody may have meant. */

/** Returns the known name that is nearest to what was typed, or undefined when none is near (a third of its length). */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const scored = known
    .map((name) => ({ name, distance: distance(typed, name) }))
    .sort((a, b) => a.distance - b.distance);
  const best = scored[0];
  return best !== undefined && best.distance <= Math.max(2, typed.length / 3) ? best.name : undefined;
}

/** Levenshtein's distance: how many characters to add, drop or change. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [line, char] of from.split("").entries()) {
    const next = [line + 1];
    for (const [index, other] of to.split("").entries()) {
      const change = (row[index] as number) + (char === other ? 0 : 1);
      next.push(Math.min(change, (row[index + 1] as number) + 1, (next[index] as number) + 1));
    }
    row = next;
  }
  return row.at(-1) as number;
}

/** Returns the known path that is nearest: one of the same name in another folder, or one of the same folder whose name is near. */
export function nearestPath(typed: string, known: readonly string[]): string | undefined {
  const scored = known.flatMap((path) => {
    const [from, to] = withoutShared(typed.split("/"), path.split("/"));
    const isNamed = typed.split("/").at(-1) === path.split("/").at(-1);
    return isNamed || nearest(from, [to]) !== undefined ? [{ path, distance: distance(from, to) }] : [];
  });
  return scored.toSorted((one, other) => one.distance - other.distance)[0]?.path;
}

/** Both without the parts that they begin with and those that they end in. */
function withoutShared(one: readonly string[], other: readonly string[]): readonly [string, string] {
  const most = Math.min(one.length, other.length);
  let first = 0;
  while (first < most && one[first] === other[first]) first += 1;
  let last = 0;
  while (last < most - first && one.at(-1 - last) === other.at(-1 - last)) last += 1;
  return [one.slice(first, one.length - last).join("/"), other.slice(first, other.length - last).join("/")];
}
