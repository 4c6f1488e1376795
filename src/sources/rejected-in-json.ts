/** The values in JSON that load errors speak of: what COPY refused, where that is beyond doubt. */
import type { JsonPath } from "../formats/json-path.ts";
import { rootsOf, type JsonRoot } from "../formats/json-roots.ts";
import { elementAt, flatten, membersOf, type JsonValue } from "../formats/json-value.ts";
import { takesLists, type JsonTaking } from "./json-taking.ts";
import { endOf, startOf } from "../text/excerpt.ts";
import type { RejectedPlace } from "./rejected-place.ts";
import { mayBeToldOf } from "./told-character.ts";

/** What is known of one place. */
export interface JsonReject {
  readonly value: string | undefined;
  /** The stretch that is reported; undefined where it could be one of several. */
  readonly root: JsonRoot | undefined;
}

/** Characters of a value that are shown: as many as the table of rejected rows holds. */
const MOST_SHOWN = 1024;
/** Bytes that are shown after the place at which a row is wrong. */
const BEHIND = 100;
/** Bytes that are looked at before it. */
const BEFORE = 800;
const NEWLINE = 10;

/**
 * Returns for each place the text that COPY refused: what it takes for the column from the object that ends on the line, or, of what is not a row, the part in which it is wrong. Undefined
 * where there is none, as of a key that is not there, and where it may be one of several: which value counts of a key that an object has
 * twice, the guide does not say, and of several objects on a line a load error does not say which is meant.
 */
export function rejectedInJson(
  bytes: Buffer,
  places: readonly RejectedPlace[],
  taking: JsonTaking | undefined,
): readonly JsonReject[] {
  const lines = new Map(places.map(({ line }) => [line, new RootsOfLine()]));
  const asked = [...lines];
  for (const root of rootsOf(bytes, Math.max(0, ...lines.keys()))) {
    lines.get(root.line)?.told.push(root);
    if (root.line === root.firstLine) continue;
    for (const [line, roots] of asked) if (root.firstLine <= line && line < root.line) roots.around = root;
  }
  const found = new Map<RejectedPlace, JsonReject>();
  for (const group of alike(places)) {
    const [first] = group as [RejectedPlace];
    const rejects = rejectsOf(bytes, lines.get(first.line) as RootsOfLine, group, taking);
    for (const [index, place] of group.entries()) found.set(place, rejects[index] ?? NOTHING);
  }
  return places.map((place) => found.get(place) ?? NOTHING);
}

const NOTHING: JsonReject = { value: undefined, root: undefined };

/** The stretches that load errors tell by a line, and one that only goes over it. */
class RootsOfLine {
  readonly told: JsonRoot[] = [];
  around: JsonRoot | undefined;
}

/** Places of which nothing says which is which. */
function alike(places: readonly RejectedPlace[]): readonly (readonly RejectedPlace[])[] {
  const groups = new Map<string, RejectedPlace[]>();
  for (const place of places) {
    const key = JSON.stringify([place.line, place.column, place.reason]);
    groups.set(key, [...(groups.get(key) ?? []), place]);
  }
  return [...groups.values()];
}

function rejectsOf(
  bytes: Buffer,
  { told, around }: RootsOfLine,
  group: readonly RejectedPlace[],
  taking: JsonTaking | undefined,
): readonly JsonReject[] {
  const [{ column, reason }] = group as [RejectedPlace];
  const rows = told.filter((root) => isRow(root, taking));
  if (column !== undefined && rows.length > 0) {
    const values = rows.map((root) => (taking === undefined ? [] : taken(bytes, root, column, taking)));
    const root = rows.length === 1 ? rows[0] : undefined;
    return refusedOf(values, reason, group.length).map((value) => ({ value, root }));
  }
  const others = told.filter((root) => !isRow(root, taking));
  const wrong = others.length > 0 ? others : rows;
  if (wrong.length === 0 && around !== undefined && !isRow(around, taking)) wrong.push(around);
  if (wrong.length !== group.length && wrong.length !== 1) return [];
  return group.map((_, index) => {
    const root = wrong.length === 1 ? wrong[0] : wrong[index];
    return { value: root && excerptOf(bytes, root), root };
  });
}

/** A list is one where a path begins with a place in it. */
function isRow({ kind }: JsonRoot, taking: JsonTaking | undefined): boolean {
  return kind === "object" || (kind === "array" && takesLists(taking));
}

/**
 * Which of the values were refused.
 * @param values of each object on the line those that may be meant, one at least
 * @param count how many rows were refused for this reason
 */
function refusedOf(
  values: readonly (readonly (string | undefined)[])[],
  reason: string,
  count: number,
): readonly (string | undefined)[] {
  const all = values.flat();
  const fitting = all.length === 1 ? all : all.filter((value) => mayBeToldOf(value, reason));
  if (new Set(fitting).size === 1) return Array.from({ length: count }, () => fitting[0]);
  return all.length === values.length && fitting.length === count ? fitting : [];
}

/** The texts that COPY may take for the column; undefined for null. */
function taken(
  bytes: Buffer,
  { kind, start, end }: JsonRoot,
  column: string,
  { columns, paths, ignoreCase }: JsonTaking,
): readonly (string | undefined)[] {
  const row: JsonValue = { kind: kind === "array" ? "array" : "object", bytes, start, end, plain: false };
  if (paths === undefined) return [shown(row)];
  const index = columns.findIndex((name) => name.toLowerCase() === column.toLowerCase());
  const path = paths[index];
  const values = path === undefined ? [] : [...valuesAt(row, path, ignoreCase)];
  return values.length === 0 ? [undefined] : values.map(shown);
}

/** The values at the end of the path; what stands in its way, where it leads nowhere. */
function* valuesAt(value: JsonValue, [step, ...rest]: JsonPath, ignoreCase: boolean): Generator<JsonValue> {
  if (step === undefined) yield value;
  else if (value.kind === "null") return;
  else if (typeof step === "number") {
    const element = value.kind === "array" ? elementAt(value, step) : undefined;
    if (element === undefined) yield value;
    else yield* valuesAt(element, rest, ignoreCase);
  } else if (value.kind === "object") {
    const fold = (key: string): string => (ignoreCase ? key.toLowerCase() : key);
    for (const member of membersOf(value))
      if (fold(member.key) === fold(step)) yield* valuesAt(member.value, rest, ignoreCase);
  } else yield value;
}

/** A value as the text that COPY makes of it. */
function shown({ kind, bytes, start, end }: JsonValue): string | undefined {
  if (kind === "null") return undefined;
  const raw = bytes.toString("utf8", start, end);
  return startOf(kind === "string" ? (JSON.parse(raw) as string) : flatten(raw), MOST_SHOWN);
}

/** The part in which a stretch is wrong, or its beginning. */
function excerptOf(bytes: Buffer, { kind, start, end, at }: JsonRoot): string {
  if (kind !== "broken" && kind !== "open")
    return startOf(
      bytes
        .toString("utf8", start, Math.min(end, start + BEFORE))
        .trim()
        .replaceAll(/\s*\n\s*/g, " "),
    );
  const behind = bytes.indexOf(NEWLINE, at);
  let to = Math.min(end, at + BEHIND, behind === -1 ? bytes.length : behind);
  // On the border of a character.
  while (to > at && ((bytes[to] ?? 0) & 0xc0) === 0x80) to -= 1;
  const from = Math.max(start, at - BEFORE, bytes.lastIndexOf(NEWLINE, Math.max(0, at - 1)) + 1);
  return endOf(bytes.toString("utf8", from, to).trimEnd());
}
