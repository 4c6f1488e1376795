/** The plan of a run: its steps with the statements as they will be sent, as data. Printing it changes nothing. */
import { createHash } from "node:crypto";
import { printStatement } from "../dialect/print/print.ts";
import { tablesOf, type Tables } from "../dialect/tables-of.ts";
import { renderVariables, variablesIn, type VariableValue } from "../dialect/variables.ts";
import { SqlError } from "../errors.ts";
import { TABLES } from "../names.ts";
import type { SourceName } from "../sources/source.ts";
import { changeOf, type Change } from "./change.ts";
import type { FileProblem } from "./order.ts";
import { planCopy, type PlannedCopy } from "./planned-copy.ts";
import type { FileKind, Severity, SqlFile } from "./sql-file.ts";
import { problemsError, type SqlFolder } from "./sql-folder.ts";
import {
  variablesOf,
  variablesOfFloor,
  variablesOfSource,
  type CopyInput,
  type JobValues,
} from "./variables.ts";

/** What a step does; see `FOLDERS`. */
export type StepKind = Exclude<FileKind, "analysis" | "sum">;

/** One statement, its variables filled in. */
export interface PlannedStatement {
  readonly sql: string;
  /** In the step's file, from 1. */
  readonly line: number;
  /** The source whose manifest the statement reads: a COPY. */
  readonly loads: SourceName | undefined;
  /** Whether EXPLAIN takes it ("EXPLAIN" of the Database Developer Guide: SELECT, INSERT, CREATE TABLE AS, UPDATE, DELETE). */
  readonly explains: boolean;
  /** What it reads and writes. */
  readonly tables: Tables;
  /** The tables and views that it makes: their spellings. */
  readonly makes: readonly string[];
  /** What such a statement fills. */
  readonly copy: PlannedCopy | undefined;
  /** What it does to tables that outlive the session. */
  readonly change: Change;
}

/** One file of `sql/` as a run takes it. */
export interface PlannedStep {
  /** In the transaction, from 1 (0 outside it); the same in a run, in `dwh plan` and in the docs; `dwh check` tells none. */
  readonly position: number;
  readonly name: string;
  readonly kind: StepKind;
  readonly path: string;
  /** SHA-256 of the file, in hex. */
  readonly digest: string;
  /** The same of what its statements say: of a file that was only laid out anew, or has other comments, it stays. */
  readonly logic: string;
  readonly title: string;
  readonly severity: Severity;
  /** What the rows of its tables tell of: `run` of a step that makes tables which tell of the last run alone. */
  readonly scope: SqlFile["scope"];
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly statements: readonly PlannedStatement[];
}

/** Everything that a run does to the warehouse, in order. */
export interface RunPlan {
  /** The job's own tables, which have to be there before the transaction can lock: made once, outside it, and without a position. */
  readonly outside: readonly PlannedStep[];
  /** The transaction. */
  readonly steps: readonly PlannedStep[];
}

/**
 * Returns the plan. A statement that reads the manifest of a source without new files is left out.
 * @throws SqlFilesError for every unknown variable and for every wrong use of one
 */
export function planRun(sql: SqlFolder, values: JobValues): RunPlan {
  const variables = variablesOf(values);
  const problems: FileProblem[] = [];
  const plan = (file: SqlFile, position: number): PlannedStep => ({
    position,
    name: file.name,
    kind: file.kind as StepKind,
    path: file.path,
    digest: sha256(file.text),
    // Printed when somebody asks: nobody does before a run has something to publish.
    get logic() {
      return logicOf(file);
    },
    title: file.title,
    severity: file.severity,
    scope: file.scope,
    reads: file.reads,
    writes: file.writes,
    statements: planStatements(sql.steps, file, variables, values.copies, problems),
  });
  // The ledger comes last: where it is, the others are.
  const outside = sql.steps
    .filter(isOwn)
    .sort((one, other) => Number(one.name === TABLES.files) - Number(other.name === TABLES.files))
    .map((file) => plan(file, 0));
  const steps = sql.steps.filter((file) => !isOwn(file)).map((file, index) => plan(file, index + 1));
  if (problems.length > 0) throw problemsError(problems);
  return { outside, steps };
}

const logics = new WeakMap<SqlFile, string>();

function logicOf(file: SqlFile): string {
  const known = logics.get(file);
  if (known !== undefined) return known;
  const logic = sha256(file.statements.map(({ tree }) => printStatement(tree)).join(";\n"));
  logics.set(file, logic);
  return logic;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Whether a file makes one of the job's own tables. They are there before the transaction, which locks one of them first. */
function isOwn({ kind, name }: SqlFile): boolean {
  return kind === "schema" && (Object.values(TABLES) as string[]).includes(name);
}

/** What the other statements of a staging file see, which no files are new for. */
const NOTHING: CopyInput = { manifestUrl: "", compression: "", jsonpaths: undefined };

const EXPLAINED: ReadonlySet<string> = new Set(["query", "insert", "create_table_as", "update", "delete"]);

/** Statements that write what was not there: CREATE, and SELECT INTO. */
const MAKING: ReadonlySet<string> = new Set([
  "query",
  "create_table",
  "create_table_as",
  "create_view",
  "create_materialized_view",
]);

/** Fills in the variables; what is wrong with them goes to `problems`. */
function planStatements(
  steps: readonly SqlFile[],
  file: SqlFile,
  variables: Readonly<Record<string, VariableValue>>,
  copies: JobValues["copies"],
  problems: FileProblem[],
): readonly PlannedStatement[] {
  return file.statements.flatMap((statement) => {
    const names = new Set(variablesIn(statement.tree).map(({ name }) => name));
    const copy = file.source && copies.get(file.source.name);
    const loads = names.has("manifest") ? file.source?.name : undefined;
    if (loads !== undefined && copy === undefined) return [];
    try {
      const sql = renderVariables(statement, {
        ...variables,
        ...(file.source && variablesOfSource(copy ?? NOTHING)),
        ...(file.floor !== undefined && variablesOfFloor(file.floor)),
      });
      const { tree } = statement;
      const filled =
        loads !== undefined && tree.kind === "copy"
          ? planCopy(tree, file, copy ?? NOTHING, steps)
          : undefined;
      const tables = tablesOf(tree);
      return [
        {
          sql,
          line: statement.line,
          loads,
          explains: EXPLAINED.has(tree.kind),
          tables,
          makes: MAKING.has(tree.kind) ? tables.writes : [],
          copy: filled,
          change: changeOf(tree, file.writes),
        },
      ];
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      problems.push({ path: file.path, message: error.message, next: error.next, ...error.position });
      return [];
    }
  });
}
