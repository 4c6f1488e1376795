/** Reads a command by its synopses: the first of them that takes every token of the statement. */
import { ParseError } from "../parse-error.ts";
import type { Command, CommandPart, CommandSlot } from "../syntax/command.ts";
import type { Cursor } from "./cursor.ts";
import { COMMANDS } from "./commands.ts";
import { count, label, placeholder, qualifiedName, stringLiteral, text } from "./names.ts";
import { readSynopsis, type SlotSort, type Synopsis } from "./synopsis.ts";
import { typeName } from "./type-name.ts";

/** Commands by their first word, those with more words first; made when the first command is read. */
let byFirstWord: ReadonlyMap<string, readonly string[]> | undefined;
const read = new Map<string, readonly Synopsis[]>();

/** Returns the command whose words stand here; undefined where none does. */
export function commandHere(cursor: Cursor): string | undefined {
  byFirstWord ??= groupCommands();
  return byFirstWord.get(cursor.word())?.find((name) => cursor.isWords(...name.split(" ")));
}

function groupCommands(): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const name of Object.keys(COMMANDS).toSorted((one, other) => other.length - one.length)) {
    const first = name.slice(0, `${name} `.indexOf(" "));
    groups.set(first, [...(groups.get(first) ?? []), name]);
  }
  return groups;
}

/**
 * Reads the command of this name.
 * @param written its synopses, where they are not those of `COMMANDS`
 * @throws ParseError where no synopsis takes all of it: for the one that went furthest.
 */
export function command(
  cursor: Cursor,
  name: string,
  written: readonly string[] = COMMANDS[name] ?? [],
): Command {
  const { start, at } = cursor;
  let furthest: ParseError | undefined;
  for (const synopsis of synopsesOf(name, written)) {
    cursor.at = at + name.split(" ").length;
    const parts: CommandPart[] = name.split(" ").map((word, index) => wordPart(cursor, word, at + index));
    const fault = attempt(cursor, synopsis, parts);
    if (fault === undefined) return { kind: "command", command: name, parts, span: cursor.span(start) };
    furthest = further(furthest, fault);
  }
  throw furthest ?? cursor.error();
}

function synopsesOf(name: string, written: readonly string[]): readonly Synopsis[] {
  const known = read.get(name);
  if (known !== undefined) return known;
  const synopses = written.map(readSynopsis);
  read.set(name, synopses);
  return synopses;
}

function wordPart(cursor: Cursor, word: string, index: number): CommandPart {
  const token = cursor.tokens[index];
  return { kind: "command_word", text: word, span: [token?.start ?? 0, token?.end ?? 0] };
}

/** Why the synopsis does not take all tokens from here; undefined, and all parts, where it does. */
function attempt(cursor: Cursor, synopsis: Synopsis, parts: CommandPart[]): ParseError | undefined {
  const trace: Trace = { parts, furthest: undefined };
  const fits = match(cursor, synopsis, trace);
  if (fits && cursor.atEnd) return undefined;
  const here = fits ? cursor.error("the end of the statement") : undefined;
  const { furthest } = trace;
  if (here === undefined) return furthest ?? cursor.error();
  return further(furthest, here);
}

const EXPECTED = "expected here: ";
/** How many of the words that could stand in a place are told. */
const TOLD = 6;

/** Returns of two faults the one further to the right; of two in one place both. */
function further(one: ParseError | undefined, other: ParseError): ParseError {
  if (one === undefined || other.offset > one.offset) return other;
  if (other.offset < one.offset || one.next === other.next) return one;
  const words = [one, other].flatMap(({ next = "" }) => next.replace(EXPECTED, "").split(" or "));
  const all = [...new Set(words)];
  const told = all.length > TOLD ? [...all.slice(0, TOLD), "…"] : all;
  const next = `${EXPECTED}${told.join(" or ")}`;
  return new ParseError(
    one.message,
    { ...one.position, start: one.offset },
    { next, sqlState: one.sqlState },
  );
}

interface Trace {
  readonly parts: CommandPart[];
  /** What did not fit and stands furthest to the right. */
  furthest: ParseError | undefined;
}

/** Whether the synopsis fits here; then its tokens are read. Where it does not fit, nothing is read. */
function match(cursor: Cursor, synopsis: Synopsis, trace: Trace): boolean {
  switch (synopsis.kind) {
    case "word":
      return matchWord(cursor, synopsis.text, trace);
    case "sign":
      if (cursor.symbol() !== synopsis.text) return fail(cursor.error(synopsis.text), trace);
      return push(cursor, { kind: "command_word", text: synopsis.text }, trace);
    case "slot":
      return matchSlot(cursor, synopsis.slot, synopsis.sort, trace);
    case "maybe":
      match(cursor, synopsis.item, trace);
      return true;
    case "one":
      return synopsis.items.some((item) => match(cursor, item, trace));
    case "all":
      return matchAll(cursor, synopsis.items, trace);
    case "several":
      return matchSeveral(cursor, synopsis, trace);
  }
}

function matchWord(cursor: Cursor, word: string, trace: Trace): boolean {
  if (cursor.word() !== word) return fail(cursor.error(word.toUpperCase()), trace);
  return push(cursor, { kind: "command_word", text: word }, trace);
}

function push(
  cursor: Cursor,
  part: { readonly kind: "command_word"; readonly text: string },
  trace: Trace,
): boolean {
  const { start } = cursor;
  cursor.at += 1;
  trace.parts.push({ ...part, span: cursor.span(start) });
  return true;
}

function fail(fault: ParseError, trace: Trace): boolean {
  trace.furthest = further(trace.furthest, fault);
  return false;
}

function matchAll(cursor: Cursor, items: readonly Synopsis[], trace: Trace): boolean {
  const { at } = cursor;
  const { length } = trace.parts;
  if (items.every((item) => match(cursor, item, trace))) return true;
  cursor.at = at;
  trace.parts.length = length;
  return false;
}

function matchSeveral(
  cursor: Cursor,
  { item, commas }: { readonly item: Synopsis; readonly commas: boolean },
  trace: Trace,
): boolean {
  if (!match(cursor, item, trace)) return false;
  const next: Synopsis = commas ? { kind: "all", items: [{ kind: "sign", text: "," }, item] } : item;
  let { at } = cursor;
  while (match(cursor, next, trace) && cursor.at > at) ({ at } = cursor);
  return true;
}

function matchSlot(cursor: Cursor, slot: string, sort: SlotSort, trace: Trace): boolean {
  const { start, at } = cursor;
  try {
    const value = slotValue(cursor, sort, slot);
    trace.parts.push({ kind: "slot", slot, value, span: cursor.span(start) });
    return true;
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    cursor.at = at;
    return fail(error, trace);
  }
}

/** `sys:secadmin`, one of the roles that Redshift makes itself ("Amazon Redshift system-defined roles"); its name is one word with the colon. */
function systemRole(cursor: Cursor): CommandSlot["value"] | undefined {
  const { start } = cursor;
  const [schema, role] = [cursor.peek(), cursor.peek(1)];
  if (cursor.word() !== "sys" || role?.kind !== "variable" || role.start !== schema?.end) return undefined;
  cursor.at += 2;
  const span = cursor.span(start);
  return {
    kind: "qualified_name",
    parts: [{ kind: "name", value: `sys:${role.value}`, variable: false, span }],
    span,
  };
}

function slotValue(cursor: Cursor, sort: SlotSort, slot: string): CommandSlot["value"] {
  switch (sort) {
    case "name":
      return qualifiedName(cursor, `a name (${slot})`);
    case "string":
      return text(cursor);
    case "count":
      return count(cursor);
    case "type":
      return typeName(cursor);
    case "expression":
      return cursor.rules.expression(cursor);
    case "query":
      return cursor.rules.query(cursor);
    case "word": {
      const word = label(cursor, `a word (${slot})`);
      return { kind: "qualified_name", parts: [word], span: word.span };
    }
    case "role":
      return systemRole(cursor) ?? qualifiedName(cursor, `a name (${slot})`);
    case "value": {
      const found = placeholder(cursor);
      if (found !== undefined) return found;
      if (cursor.peek()?.kind === "number") return count(cursor);
      return cursor.peek()?.kind === "string"
        ? stringLiteral(cursor)
        : qualifiedName(cursor, `a value (${slot})`);
    }
  }
}
