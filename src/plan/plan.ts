/** The plan of a run: its steps with the statements as they will be sent, as data. Printing it changes nothing. */
import { renderVariables, type VariableValue } from "../dialect/variables.ts";
import { SqlError } from "../errors.ts";
import type { Compression, SourceName } from "../sources/source.ts";
import { problemsError } from "../job/load-sql.ts";
import type { FileProblem } from "./order.ts";
import type { FileKind, Severity, SqlFile } from "./sql-file.ts";

export type StepKind = Exclude<FileKind, "analysis">;

export interface PlannedStatement {
  readonly sql: string;
  /** In the step's file. */
  readonly line: number;
  /** The source whose manifest the statement reads: a COPY. */
  readonly loads: SourceName | undefined;
}

export interface PlannedStep {
  /** From 1. */
  readonly position: number;
  readonly name: string;
  readonly kind: StepKind;
  readonly path: string;
  readonly title: string;
  readonly severity: Severity;
  readonly writes: readonly string[];
  readonly statements: readonly PlannedStatement[];
}

/** What one source gives its COPY; undefined when it has no new files. */
export interface Load {
  readonly manifestUrl: string;
  readonly compression: Compression;
}

/** What the job tells the SQL. */
export interface JobValues {
  readonly loads: Readonly<Record<SourceName, Load | undefined>>;
  /** `default` for the cluster's default IAM role, else its ARN. */
  readonly copyRole: string;
  /** The url of a JSONPaths file; undefined means 'auto ignorecase'. */
  readonly eventsJsonpaths: string | undefined;
  /** Rows that may be rejected in a load. */
  readonly maxRejects: number;
}

/** Every variable that `sql/` may use, with its value; the manifest of a source without new files has none. */
function variablesOf(values: JobValues): Record<string, VariableValue | undefined> {
  const { events, songs } = values.loads;
  return {
    events_manifest: events && { kind: "literal", value: events.manifestUrl },
    songs_manifest: songs && { kind: "literal", value: songs.manifestUrl },
    events_compression: { kind: "keyword", value: events?.compression ?? "" },
    songs_compression: { kind: "keyword", value: songs?.compression ?? "" },
    events_jsonpaths: { kind: "literal", value: values.eventsJsonpaths ?? "auto ignorecase" },
    copy_role:
      values.copyRole === "default"
        ? { kind: "keyword", value: "default" }
        : { kind: "literal", value: values.copyRole },
    // COPY fails when the number of errors reaches MAXERROR, so one more than what is tolerated.
    max_errors: { kind: "integer", value: values.maxRejects + 1 },
  };
}

/**
 * Renders the steps. A statement that reads the manifest of a source without new files is left out.
 * @throws SqlFilesError for every unknown variable, for every wrong use of one, and for one that no file uses.
 */
export function planSteps(files: readonly SqlFile[], values: JobValues): readonly PlannedStep[] {
  const variables = variablesOf(values);
  const problems: FileProblem[] = unusedVariables(files, Object.keys(variables));
  const steps = files.map((file, index): PlannedStep => {
    const statements: PlannedStatement[] = [];
    for (const statement of file.statements) {
      const names = new Set(
        statement.tokens.filter(({ kind }) => kind === "variable").map(({ value }) => value),
      );
      const loads = (["events", "songs"] as const).find((source) => names.has(`${source}_manifest`));
      if (loads !== undefined && values.loads[loads] === undefined) continue;
      try {
        const { text: sql } = renderVariables(file.source, statement, defined(variables));
        statements.push({ sql, line: statement.line, loads });
      } catch (error) {
        if (!(error instanceof SqlError)) throw error;
        problems.push({ path: file.path, message: error.message, next: error.next, ...error.position });
      }
    }
    return {
      position: index + 1,
      name: file.name,
      kind: file.kind as StepKind,
      path: file.path,
      title: file.title,
      severity: file.severity,
      writes: file.writes,
      statements,
    };
  });
  if (problems.length > 0) throw problemsError(problems);
  return steps;
}

function unusedVariables(files: readonly SqlFile[], names: readonly string[]): FileProblem[] {
  const used = new Set(files.flatMap((file) => file.variables));
  const staging = files.find(({ kind }) => kind === "stage");
  return names
    .filter((name) => !used.has(name))
    .map((name) => ({
      path: staging?.path ?? "sql/staging",
      line: 1,
      column: 1,
      message: `no file uses the variable ${name}, which the job gives`,
      next: "a COPY without it would load something else than what is configured; put it back",
    }));
}

function defined(values: Record<string, VariableValue | undefined>): Record<string, VariableValue> {
  const entries = Object.entries(values).filter(
    (entry): entry is [string, VariableValue] => entry[1] !== undefined,
  );
  return Object.fromEntries(entries);
}
