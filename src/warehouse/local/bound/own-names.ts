/** Names of which each is there once, as DuckDB wants them: it takes them for one whatever their case is. */

/** Returns what gives every name one of its own: `x`, `x:2`, `x:3`. */
export function ownNames(): (name: string) => string {
  const taken = new Set<string>();
  // A thousand columns may have one name, and each begins where the last one was.
  const counts = new Map<string, number>();
  return (name) => {
    let count = counts.get(name) ?? 1;
    let own = count === 1 ? name : `${name}:${count}`;
    while (taken.has(own.toLowerCase())) own = `${name}:${(count += 1)}`;
    counts.set(name, count);
    taken.add(own.toLowerCase());
    return own;
  };
}
