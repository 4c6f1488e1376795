/** What a statement may ask of its session. */
import type { DataType } from "../../../dialect/types.ts";

/** A value of the session, by the name of the function that asks for it: `pg_backend_pid`. */
export interface SessionValue {
  readonly type: DataType;
  /** In the type's text format. */
  readonly value: string | null;
}

/** Settings that change what a statement means, and what the functions of the session return. */
export interface SessionFacts {
  readonly user: string;
  readonly database: string;
  /** Where bare names are looked for, in order. */
  readonly searchPath: readonly string[];
  /** Parameters by name, as SHOW tells them. */
  readonly settings: ReadonlyMap<string, string>;
  readonly values: Readonly<Record<string, SessionValue>>;
}
