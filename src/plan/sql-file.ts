/** One file of `sql/`, parsed once. */
import { basename } from "node:path";
import { travelsAlone } from "../dialect/alone.ts";
import { parseHeader } from "../dialect/header.ts";
import { kindOf } from "../dialect/kind-of.ts";
import type { Comment } from "../dialect/lexer.ts";
import { parsedOf, type ParsedStatement } from "../dialect/parsed.ts";
import { refusalsOf } from "../dialect/refuse/refusals.ts";
import { splitStatements, type Statement } from "../dialect/statements.ts";
import { tablesOf } from "../dialect/tables-of.ts";
import { variablesIn } from "../dialect/variables.ts";
import { SqlError, type SqlProblem } from "../errors.ts";
import type { SourceDeclaration } from "../config/declared-source.ts";
import { declareSource, SOURCE_KEYS } from "./declare-source.ts";
import { dropsProblems, parseDrops } from "./drops.ts";
import { analysisProblems, parseLeast, sumProblems } from "./answer-problems.ts";
import { newestProblems, parseNewestLimit } from "./newest-limit.ts";
import { requiredIn, requiredProblems } from "./required.ts";
import { parseRowNeeds, rowNeedsProblems } from "./row-needs.ts";
import type { RowNeed } from "../sources/row-need.ts";
import { copyProblems, stagingProblems } from "./staging-problems.ts";

/** The kinds of files, by folder; analyses and sums are asked by the report and no steps of a run. */
export const FOLDERS = {
  schema: "schema",
  staging: "stage",
  transform: "transform",
  checks: "check",
  audits: "audit",
  analyses: "analysis",
  sums: "sum",
} as const;

/** What a file of `sql/` is, by its folder. */
export type FileKind = (typeof FOLDERS)[keyof typeof FOLDERS];
/** Whether a file asks for offending rows: a check, of what a run brought, or an audit, of a whole table. */
export function isCheck(kind: FileKind): kind is "check" | "audit" {
  return kind === "check" || kind === "audit";
}

/** What a failing check or audit does: `error` rolls the run back, `warn` is reported. */
export type Severity = "error" | "warn";

/** One parsed file of `sql/`. */
export interface SqlFile {
  /** The file's name without its ending: the name of the step. */
  readonly name: string;
  readonly kind: FileKind;
  /** As people write it: `sql/transform/users.sql`. */
  readonly path: string;
  readonly text: string;
  /** The first sentence of the file. */
  readonly title: string;
  /** What a failing check or audit does; `error` unless the header says otherwise. */
  readonly severity: Severity;
  /** What the rows of its tables tell of: `run` of tables that tell of the last run alone. */
  readonly scope: "run" | undefined;
  /** The day before which a check takes no moment for right: its variable `floor`. */
  readonly floor: string | undefined;
  /** The chart of an analysis. */
  readonly chart: string | undefined;
  /** What the card is called that an analysis of one row fills. */
  readonly card: string | undefined;
  /** The table whose rows the last column of an analysis adds up to. */
  readonly total: string | undefined;
  /** How old the newest moment that an analysis finds may be, in milliseconds. */
  readonly newest: number | undefined;
  /** The share that is less than what is expected below it, from 0 to 1. */
  readonly least: number | undefined;
  /** The source that a staging file loads. */
  readonly source: SourceDeclaration | undefined;
  /** Columns of a staging table that may not be empty in all rows of a load, */
  readonly required: readonly string[];
  /** nor in all that fulfil this condition. */
  readonly requiredWhere: string | undefined;
  /** What each row of a load has to hold. */
  readonly rowNeeds: readonly RowNeed[];
  /** Columns that a file of tables lets go where the warehouse has them. */
  readonly drops: readonly string[];
  readonly statements: readonly ParsedStatement[];
  readonly comments: readonly Comment[];
  /** Tables that outlive the session, without those that the file writes itself. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly variables: readonly string[];
}

const KEYS: Readonly<Record<FileKind, readonly string[]>> = {
  schema: ["drops", "scope"],
  stage: SOURCE_KEYS,
  transform: [],
  check: ["severity", "floor"],
  audit: ["severity", "floor"],
  analysis: ["chart", "card", "total", "newest", "least"],
  sum: [],
};

/** Kinds of which a file is one select. */
const ASKED: readonly FileKind[] = ["check", "audit", "analysis", "sum"];

/** Parses one file; a file with problems gives these instead, all of them. */
export function parseSqlFile(
  path: string,
  kind: FileKind,
  text: string,
): { readonly file: SqlFile } | { readonly problems: readonly SqlProblem[] } {
  try {
    const script = splitStatements(text);
    const header = parseHeader(script.comments, KEYS[kind]);
    const problems: SqlProblem[] = [...header.problems];
    const statements = script.statements.flatMap((statement) => parse(statement, problems));
    problems.push(
      ...problemsOfNumber(kind, script.statements),
      ...statements.flatMap((statement) => problemsOfKind(kind, statement)),
      ...(kind === "stage"
        ? stagingProblems(statements, statements.length === script.statements.length)
        : copyProblems(statements)),
      ...(kind === "sum" ? sumProblems(statements) : []),
      ...requiredProblems(header.values, statements),
      ...rowNeedsProblems(header.values["row-needs"]),
      ...dropsProblems(header.values["drops"], statements, script.comments),
      ...problemsOfValue("severity", header.values["severity"], ["error", "warn"]),
      ...newestProblems(header.values),
      ...problemsOfValue("scope", header.values["scope"], ["run"]),
      ...problemsOfFloor(header.values["floor"]),
      ...problemsOfValue("chart", header.values["chart"], ["bar", "column", "line"]),
    );
    const tables = statements.map(({ tree }) => tablesOf(tree));
    const temporary = new Set(tables.flatMap((one) => one.temporary));
    const writes = unique(tables.flatMap((one) => one.writes)).filter((table) => !temporary.has(table));
    const reads = unique(tables.flatMap((one) => one.reads)).filter(
      (table) => !writes.includes(table) && !temporary.has(table),
    );
    const declared = kind === "stage" ? declareSource(path, header, statements) : undefined;
    if (declared !== undefined && "problems" in declared) problems.push(...declared.problems);
    problems.push(...analysisProblems(header.values, reads));
    if (problems.length > 0) return { problems };
    const file: SqlFile = {
      name: basename(path, ".sql"),
      kind,
      path,
      text,
      title: header.title,
      severity: header.values["severity"] === "warn" ? "warn" : "error",
      scope: header.values["scope"] === "run" ? "run" : undefined,
      floor: header.values["floor"],
      chart: header.values["chart"],
      card: header.values["card"],
      total: header.values["total"],
      newest: parseNewestLimit(header.values["newest"]),
      least: parseLeast(header.values["least"]),
      source: declared !== undefined && "source" in declared ? declared.source : undefined,
      ...requiredIn(header.values),
      rowNeeds: parseRowNeeds(header.values["row-needs"] ?? "") ?? [],
      drops: parseDrops(header.values["drops"]),
      statements,
      comments: script.comments,
      reads,
      writes,
      variables: unique(statements.flatMap(({ tree }) => variablesIn(tree).map(({ name }) => name))),
    };
    return { file };
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    return { problems: [problemOf(error)] };
  }
}

/** The statement with its tree, unless it is none: a problem, like all that Redshift refuses in it. */
function parse(statement: Statement, problems: SqlProblem[]): readonly ParsedStatement[] {
  try {
    const parsed = parsedOf(statement);
    problems.push(...refusalsOf(parsed));
    return [parsed];
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    problems.push(problemOf(error));
    return [];
  }
}

function problemOf({ message, next, position }: SqlError): SqlProblem {
  return { message, next, ...position };
}

function problemsOfNumber(kind: FileKind, [first, second]: readonly Statement[]): readonly SqlProblem[] {
  if (first === undefined) return [{ message: "the file has no statement", line: 1, column: 1 }];
  if (!ASKED.includes(kind) || second === undefined) return [];
  return [{ message: `${withArticle(kind)} is one select`, line: second.line, column: second.column }];
}

function problemsOfKind(kind: FileKind, { tree, line, column }: ParsedStatement): readonly SqlProblem[] {
  const does = kindOf(tree);
  const problems: SqlProblem[] = [];
  if (["begin", "commit", "rollback", "truncate", "vacuum"].includes(does)) {
    problems.push({
      message: `${does} ends or leaves the transaction of the run`,
      next:
        does === "truncate" ? "write `delete from`" : "take it out; the job opens and closes the transaction",
      line,
      column,
    });
  } else if (does !== "copy" && does !== "grant" && travelsAlone(tree)) {
    // COPY and GRANT are restricted in company alone: dialect/alone.ts.
    problems.push({
      message: "this statement cannot run inside a transaction, and the whole run is one transaction",
      next: "run it once by hand, before the job",
      line,
      column,
    });
  }
  if (ASKED.includes(kind) && does !== "select") {
    problems.push({ message: `${withArticle(kind)} is one select, this is ${does}`, line, column });
  }
  return problems;
}

function withArticle(kind: FileKind): string {
  return kind.startsWith("a") ? `an ${kind}` : `a ${kind}`;
}

function problemsOfValue(key: string, value: string | undefined, words: readonly string[]): SqlProblem[] {
  if (value === undefined || words.includes(value)) return [];
  return [{ message: `${key} is ${words.join(" or ")}, not ${JSON.stringify(value)}`, line: 1, column: 1 }];
}

function problemsOfFloor(value: string | undefined): SqlProblem[] {
  if (value === undefined) return [];
  const at = new Date(`${value}T00:00:00Z`);
  if (!Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === value) return [];
  return [
    { message: `floor takes a day such as 2000-01-01, not ${JSON.stringify(value)}`, line: 1, column: 1 },
  ];
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
