/** Names that SQL takes as they stand. Pure. */
import { RESERVED_WORDS } from "../dialect/reserved-words.ts";

/** Words that begin a literal or a type, and columns that every table has ("Reserved words" of the Database Developer Guide lists others). */
const AVOIDED = new Set(
  `char character date dec decimal float int interval numeric precision real row time timestamp timestamptz timetz varchar
  cmax cmin ctid deletexid insertxid oid tableoid xmax xmin`.split(/\s+/),
);
/** Characters of the longest name: what is made of it by this program stays below Redshift's 127. */
const LONGEST = 40;

/** Returns the words of a name with `_` between them, in small letters: `startTime` and `Start-Time` are `start_time`. */
export function spell(text: string): string {
  const words = text
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_+|_+$/g, "")
    .slice(0, LONGEST)
    .replace(/_+$/, "");
  return /^[a-z]/.test(words) ? words : `column_${words}`.replace(/_$/, "");
}

/** Returns a name that needs no quotes; a word that has another meaning gets the ending. */
export function plainName(name: string, ending: string): string {
  return RESERVED_WORDS.has(name) || AVOIDED.has(name) ? `${name}_${ending}` : name;
}

/** Returns the name, or the first of `name_2`, `name_3` … that is not taken. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let count = 2, free = name; ; count += 1) {
    if (!taken.has(free)) return free;
    free = `${name}_${count}`;
  }
}

/** Returns what one of several is called: `stations` are a `station`, `cities` a `city`. */
export function singular(name: string): string {
  if (/[^aeiou]ies$/.test(name)) return `${name.slice(0, -3)}y`;
  if (/(?:s|x|ch|sh)es$/.test(name)) return name.slice(0, -2);
  return /[^s]s$/.test(name) ? name.slice(0, -1) : name;
}
