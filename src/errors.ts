/**
 * One class per situation that a caller reacts to. Every error says what happened, where, and what to do
 * next, and carries the exit code that the process ends with.
 */
import { EXIT } from "./names.ts";
import { redact } from "./redact.ts";

/** Where in a text something stands; lines and columns count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

interface Facts {
  /** A file with line and column, a table, or a url. */
  readonly where?: string | undefined;
  /** What a person does about it. */
  readonly next?: string | undefined;
  readonly cause?: unknown;
}

/** Everything that the job knows how to explain. Anything else that is thrown is a bug (exit code 70). */
export class DwhError extends Error {
  readonly where: string | undefined;
  readonly next: string | undefined;
  readonly exitCode: number = EXIT.failed;

  constructor(what: string, facts: Facts = {}) {
    super(redact(what), facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = new.target.name;
    this.where = facts.where === undefined ? undefined : redact(facts.where);
    this.next = facts.next;
  }
}

/** The command line or the configuration is wrong; all problems at once. */
export class ConfigError extends DwhError {
  override readonly exitCode = EXIT.usage;
}

/** One thing that is wrong with an SQL text. */
export interface SqlProblem extends Position {
  readonly message: string;
  readonly next?: string | undefined;
}

/**
 * SQL that cannot be sent as it stands: a syntax error, an unknown variable, a clause that Redshift refuses or that
 * the local warehouse does not know. Thrown without a file by the pure dialect code; `file` is set by whoever read it.
 */
export class SqlError extends DwhError {
  override readonly exitCode = EXIT.usage;
  readonly position: Position;
  /** SQLSTATE as Redshift would report it: 42601 syntax error, 0A000 feature not supported, 42883 no such function … */
  readonly sqlState: string;
  /** What Redshift tells before the error, in an INFO message of its own: which of several things it means. */
  readonly info: string | undefined;

  constructor(
    what: string,
    position: Position,
    facts: Facts & { readonly sqlState?: string; readonly info?: string | undefined } = {},
  ) {
    super(what, facts);
    // Of a statement or a token no more is kept.
    this.position = { line: position.line, column: position.column };
    this.sqlState = facts.sqlState ?? "42601";
    this.info = facts.info;
  }
}

/** Several files under `sql/` are wrong; `message` lists every problem with file, line and column. */
export class SqlFilesError extends DwhError {
  override readonly exitCode = EXIT.usage;
}

/** What a warehouse answered instead of a result; the fields of Postgres' ErrorResponse. */
export class WarehouseError extends DwhError {
  readonly sqlState: string;
  readonly detail: string | undefined;
  readonly hint: string | undefined;
  /** Where in the statement, if the warehouse said so. */
  readonly position: Position | undefined;

  constructor(
    what: string,
    facts: Facts & {
      readonly sqlState: string;
      readonly detail?: string | undefined;
      readonly hint?: string | undefined;
      readonly position?: Position | undefined;
    },
  ) {
    super(what, facts);
    this.sqlState = facts.sqlState;
    this.detail = facts.detail;
    this.hint = facts.hint;
    this.position = facts.position;
  }
}

/** A step of a run failed; `where` names the SQL file and the line. */
export class StepError extends DwhError {}

/** More rows were rejected than the configuration allows; nothing was loaded. */
export class RejectsError extends DwhError {
  override readonly exitCode = EXIT.rejects;
  /** How many rows of a COPY that failed are bad, at least: it has stopped at so many, or its log holds them. None where all COPYs ended well. */
  readonly atLeast: number;

  constructor(what: string, facts: Facts & { readonly atLeast: number }) {
    super(what, facts);
    this.atLeast = facts.atLeast;
  }
}

/** What is wrong with one file as a whole. */
export interface FileFault {
  readonly url: string;
  /** In words, without the file. */
  readonly reason: string;
  /** What a person does about it. */
  readonly next: string;
}

/** Files are damaged, or cannot be taken as they are: no row of theirs, and no number of tolerated rows covers it. Nothing was loaded. */
export class BadFilesError extends DwhError {
  override readonly exitCode = EXIT.rejects;
  /** One at least. */
  readonly files: readonly FileFault[];

  constructor(what: string, facts: Facts & { readonly files: readonly FileFault[] }) {
    super(what, facts);
    this.files = facts.files;
  }
}

/** No key of a load's files fills a column that its staging file requires; nothing was published. */
export class RequiredError extends StepError {
  override readonly exitCode = EXIT.check;
}

/** A check of severity `error` found rows; nothing was published. */
export class CheckError extends StepError {
  override readonly exitCode = EXIT.check;
}

/** Database, storage or secret cannot be reached; the same run may succeed later. */
export class UnreachableError extends DwhError {
  override readonly exitCode = EXIT.unreachable;
}

/** Another run holds the warehouse. */
export class LockedError extends DwhError {
  override readonly exitCode = EXIT.locked;
}

/** The deadline of the run passed; it was rolled back. */
export class DeadlineError extends DwhError {
  override readonly exitCode = EXIT.deadline;
}

/** A signal ended the run; it was rolled back. */
export class InterruptedError extends DwhError {
  override readonly exitCode: number;

  constructor(signal: "SIGINT" | "SIGTERM") {
    super(`interrupted by ${signal}; what was not committed is rolled back`, {
      next: "type the same again",
    });
    this.exitCode = signal === "SIGINT" ? EXIT.sigint : EXIT.sigterm;
  }
}
