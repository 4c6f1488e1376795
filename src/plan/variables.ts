/** What the job tells the SQL, as psql variables. */
import type { VariableValue } from "../dialect/variables.ts";
import type { Compression, SourceName } from "../sources/source.ts";

/** What one source gives its COPY. */
export interface CopyInput {
  readonly manifestUrl: string;
  readonly compression: Compression;
}

/** Everything that is not written in `sql/` and that the statements of a run depend on. */
export interface JobValues {
  /** By source; undefined for one that has no new files. */
  readonly copies: Readonly<Record<SourceName, CopyInput | undefined>>;
  /** `default` for the cluster's default IAM role, else its ARN. */
  readonly copyRole: string;
  /** The url of a JSONPaths file; undefined means 'auto ignorecase'. */
  readonly eventsJsonpaths: string | undefined;
  /** Rows that may be rejected in a load. */
  readonly maxRejects: number;
}

/** The values of a plan whose loads nobody is going to do: for `dwh check` and the docs. */
export const WITHOUT_LOADS: JobValues = {
  copies: { events: undefined, songs: undefined },
  copyRole: "default",
  eventsJsonpaths: undefined,
  maxRejects: 0,
};

/** Returns every variable that `sql/` may use, with its value; the manifest of a source without new files has none. */
export function variablesOf(values: JobValues): Readonly<Record<string, VariableValue | undefined>> {
  const { events, songs } = values.copies;
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
