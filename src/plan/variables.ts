/** What the job tells the SQL, as psql variables. */
import type { VariableValue } from "../dialect/variables.ts";
import type { Compression } from "../compression/compression.ts";
import type { SourceName } from "../sources/source.ts";

/** What one source gives its COPY. */
export interface CopyInput {
  readonly manifestUrl: string;
  readonly compression: Compression;
  /** The url of a JSONPaths file; undefined means 'auto ignorecase'. */
  readonly jsonpaths: string | undefined;
}

/** Everything that is not written in `sql/` and that the statements of a run depend on. */
export interface JobValues {
  /** By source; none for one without new files. */
  readonly copies: ReadonlyMap<SourceName, CopyInput>;
  /** `default` for the cluster's default IAM role, else its ARN. */
  readonly copyRole: string;
  /** Rows that may be rejected in a load. */
  readonly maxRejects: number;
  /** As etl_runs and etl_files have it. */
  readonly runId: string;
}

/** The values of a plan whose loads nobody is going to do: for `dwh check` and the docs. */
export const WITHOUT_LOADS: JobValues = {
  copies: new Map(),
  copyRole: "default",
  maxRejects: 0,
  runId: "<run id>",
};

/** Returns the variables that every file of `sql/` may use, with their values. */
export function variablesOf({
  copyRole,
  maxRejects,
  runId,
}: JobValues): Readonly<Record<string, VariableValue>> {
  return {
    copy_role:
      copyRole === "default" ? { kind: "keyword", value: "default" } : { kind: "literal", value: copyRole },
    // COPY fails when the number of errors reaches MAXERROR, so one more than what is tolerated.
    max_errors: { kind: "integer", value: maxRejects + 1 },
    run_id: { kind: "literal", value: runId },
  };
}

/** Returns the variable of a check that has a floor in its header. */
export function variablesOfFloor(floor: string): Readonly<Record<string, VariableValue>> {
  return { floor: { kind: "literal", value: floor } };
}

/** Returns the variables of a source, which its staging file may use. */
export function variablesOfSource({
  manifestUrl,
  compression,
  jsonpaths,
}: CopyInput): Readonly<Record<string, VariableValue>> {
  return {
    manifest: { kind: "literal", value: manifestUrl },
    compression: { kind: "keyword", value: compression },
    jsonpaths: { kind: "literal", value: jsonpaths ?? "auto ignorecase" },
  };
}
