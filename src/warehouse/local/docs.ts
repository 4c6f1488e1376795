/** docs/dialect.md, made of the tables by which SQL is read and bound, so that it cannot drift. Pure. */
import { FOREIGN_CLAUSES, FOREIGN_SIGNS, FOREIGN_STATEMENTS } from "../../dialect/parse/foreign.ts";
import { REFUSED_FUNCTIONS, REFUSED_TYPES } from "../../dialect/refused-names.ts";
import { markdownRow } from "../../text/markdown-row.ts";
import { KEYWORD_VALUES } from "./functions/keyword-values.ts";
import { FUNCTION_TABLES } from "./functions/tables.ts";
import { KNOWN_CLAUSES } from "./known/clauses.ts";
import { COPY_PARAMETERS } from "./known/copy-parameters.ts";
import { KNOWN_STATEMENTS } from "./known/statements.ts";
import { KNOWN_TYPES } from "./known/types.ts";
import { FIXED_SETTINGS, SETTINGS } from "./statement/setting.ts";
import { CASTS } from "./types/casts.ts";

/** What every table tells of a thing. */
interface Known {
  readonly page?: string;
  readonly differs?: string;
  readonly refused?: string;
}

/** Returns the whole page as Markdown. */
export function renderDialectDocs(): string {
  return `<!-- Made by \`npm run docs\` from the tables in src/warehouse/local/known/, src/warehouse/local/functions/ and src/dialect/: change them. -->

# Redshift's SQL on the local warehouse

Every statement, clause, function and type of the Database Developer Guide, with the title of its page there. **same**: it works as on Redshift, as far
as the guide says. **differs**: the page says how. **refused**: it is an error with SQLSTATE 0A000, or 42601 where it cannot be parsed, and the error says what to write
instead. A test runs an example of each. Differences of the warehouse as a whole are in [local-differences.md](local-differences.md).

## Statements

${table(["statement", "here", "page"], Object.entries(KNOWN_STATEMENTS).map(statementRow))}
${Object.entries(KNOWN_CLAUSES)
  .map(([heading, clauses]) => section(heading, clauses))
  .join("\n")}
## Parameters of COPY

${table(["parameter", "here", "page"], rowsOf(COPY_PARAMETERS))}
## Functions
${functionSections()}
## Types

${table(
  ["type", "here", "page"],
  KNOWN_TYPES.map((type) => [codes(type.names), here(type), title(type.page)]),
)}
### Conversions

Lengths, precisions and scales are left out ("Type compatibility and conversion"). A pair that is not in the table is an error, in casts too.

${table(
  ["type", "converts implicitly to", "also, on assignment to a column, to", "also, by a cast, to"],
  Object.entries(CASTS).map(([name, { implicit, assignment, explicit }]) => [
    code(name),
    implicit,
    assignment,
    explicit,
  ]),
)}
## Session parameters

${table(
  ["parameter", "at the start", "here"],
  Object.entries(SETTINGS).map(([name, start]) => [code(name), code(start), settingHere(name)]),
)}
Every other parameter is an error (42704).

## What Redshift does not have

SQL of other databases that Redshift refuses is refused here too, and by the job before it is sent ("Unsupported PostgreSQL features" and similar pages).

${table(
  ["statement", "write instead"],
  FOREIGN_STATEMENTS.map(({ words, next }) => [code(words.toUpperCase()), next]),
)}
${table(
  ["clause", "write instead"],
  FOREIGN_CLAUSES.map(([words, , next]) => [code(words.toUpperCase()), next]),
)}
${table(
  ["operator", "write instead"],
  Object.entries(FOREIGN_SIGNS).map(([sign, next]) => [code(sign), next]),
)}
${table(["function", "write instead"], byInstead(REFUSED_FUNCTIONS))}
${table(["type", "write instead"], byInstead(REFUSED_TYPES))}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return `${[head, head.map(() => "---"), ...rows].map(markdownRow).join("\n")}\n`;
}

function code(text: string): string {
  return text === "" ? "" : `\`${text}\``;
}

function codes(names: readonly string[]): string {
  return names.map(code).join(", ");
}

function title(page: string): string {
  return `"${page}"`;
}

function here({ differs, refused }: Known): string {
  if (differs !== undefined) return `**differs**: ${differs}`;
  return refused === undefined ? "same" : `**refused**: ${refused}`;
}

function rowsOf(entries: Readonly<Record<string, Known>>): readonly (readonly string[])[] {
  return Object.entries(entries).map(([name, entry]) => [code(name), here(entry), title(entry.page ?? name)]);
}

function statementRow([name, entry]: readonly [string, Known]): readonly string[] {
  return [name, here(entry), title(entry.page ?? name)];
}

function section(heading: string, clauses: (typeof KNOWN_CLAUSES)[string]): string {
  const rows = Object.entries(clauses).map(([name, entry]) => [
    name,
    code(entry.example),
    here(entry),
    title(entry.page ?? name),
  ]);
  return `## ${heading}\n\n${table(["what", "as in", "here", "page"], rows)}`;
}

/** Names of one page that are told in one way share a row. */
function functionSections(): string {
  const chapters = { ...FUNCTION_TABLES, "Called without brackets": KEYWORD_VALUES };
  return Object.entries(chapters)
    .map(
      ([heading, entries]) =>
        `\n### ${heading}\n\n${table(["function", "here", "page"], functionRows(entries))}`,
    )
    .join("");
}

function functionRows(entries: Readonly<Record<string, Known>>): readonly (readonly string[])[] {
  const groups = new Map<string, { readonly entry: Known; readonly names: string[] }>();
  for (const [name, entry] of Object.entries(entries)) {
    const key = `${String(entry.page)} ${here(entry)}`;
    const group = groups.get(key) ?? { entry, names: [] };
    group.names.push(name);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ entry, names }) => [codes(names), here(entry), title(entry.page ?? "")]);
}

function settingHere(name: string): string {
  const fixed = FIXED_SETTINGS[name];
  if (fixed !== undefined) return `**differs**: keeps its value; ${fixed.next}`;
  return name === "search_path" || name === "statement_timeout"
    ? "same"
    : "**differs**: accepted, without effect";
}

/** Names with one way out share a row. */
function byInstead(names: Readonly<Record<string, string>>): readonly (readonly string[])[] {
  const groups = new Map<string, string[]>();
  for (const [name, instead] of Object.entries(names))
    groups.set(instead, [...(groups.get(instead) ?? []), name]);
  return [...groups].map(([instead, group]) => [codes(group), instead]);
}
