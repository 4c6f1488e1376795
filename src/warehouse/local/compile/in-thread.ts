/** A compiler that leaves large texts to a thread, so that the process hears everybody else meanwhile. */
import { setImmediate as turn } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { WarehouseError } from "../../../errors.ts";
import { errorOf } from "./carried-error.ts";
import {
  AT_ONCE,
  type Compiler,
  type CheckedStatement,
  type Planned,
  type PlanningFacts,
  type SentStatement,
} from "./compiler.ts";
import type { Answer, Question } from "./questions.ts";

/** The longest text that is compiled at once, in UTF-16 units: whatever it says, that takes some milliseconds. */
export const SMALL = 4096;
/** What a column of a table counts, of which a text of some words may have many copies. */
const UNITS_A_COLUMN = 8;
/** How long a thread that nobody asks anything is kept, in milliseconds: what it has read last is in its memory. */
const IDLE_MS = 10_000;
/** The most memory that it may have: a text of a million words takes half of it. */
const MEMORY_MB = 2048;

interface Job {
  readonly question: Question;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** A compiler, and its end. */
export interface ThreadCompiler extends Compiler {
  /** Ends the thread; nothing is asked any more. */
  close(): Promise<void>;
}

/**
 * Returns one that compiles large texts in a thread, one after the other, and starts that thread when it is needed. A text that is too large for the thread's memory ends the thread
 * and nothing else. Where the program of the thread is gone, since what is installed was replaced or moved meanwhile, texts are compiled at once, and
 * everybody else waits.
 * @param program the file of thread.ts, as JavaScript
 */
export function openThreadCompiler(program: URL): ThreadCompiler {
  const jobs: Job[] = [];
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;

  const end = async (): Promise<void> => {
    const ended = worker;
    worker = undefined;
    await ended?.terminate();
  };
  const start = (): Worker => {
    const own = new Worker(program, { resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB } });
    own.unref();
    // What a thread said before it was ended may come afterwards, and belongs to nobody who waits now.
    own.on("message", (answer: Answer) => {
      if (worker !== own) return;
      const job = jobs.shift();
      next();
      if ("error" in answer) job?.reject(errorOf(answer.error));
      else job?.resolve(answer.value);
    });
    own.on("error", (error: NodeJS.ErrnoException) => {
      if (worker !== own) return;
      worker = undefined;
      const job = jobs.shift();
      next();
      job?.reject(error.code === "ERR_WORKER_OUT_OF_MEMORY" ? outOfMemory(error) : error);
    });
    return own;
  };
  const next = (): void => {
    clearTimeout(idle);
    const [job] = jobs;
    if (job === undefined) idle = setTimeout(() => void end(), IDLE_MS).unref();
    else (worker ??= start()).postMessage(job.question, []);
  };
  const ask = async (question: Question, signal?: AbortSignal): Promise<unknown> => {
    // To copy megabytes takes a turn of its own.
    await turn();
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const job = { question, resolve, reject };
      const abandon = (): void => {
        const at = jobs.indexOf(job);
        if (at === -1) return;
        jobs.splice(at, 1);
        reject(signal?.reason);
        if (at > 0) return;
        void end();
        next();
      };
      signal?.addEventListener("abort", abandon, { once: true });
      jobs.push(job);
      if (jobs.length === 1) next();
    });
  };

  const askOr = async <T>(
    question: Question,
    signal: AbortSignal | undefined,
    atOnce: () => T | Promise<T>,
  ): Promise<T> => {
    try {
      return (await ask(question, signal)) as T;
    } catch (error) {
      if (isGone(error)) return atOnce();
      throw error;
    }
  };

  return {
    read: async (sql, signal) => {
      const atOnce = () => AT_ONCE.read(sql);
      return sql.length <= SMALL
        ? atOnce()
        : askOr<readonly SentStatement[]>({ kind: "read", sql }, signal, atOnce);
    },
    check: async (sql, signal) => {
      const atOnce = () => AT_ONCE.check(sql);
      return sql.length <= SMALL
        ? atOnce()
        : askOr<CheckedStatement | undefined>({ kind: "check", sql }, signal, atOnce);
    },
    plan: async (checked, facts, describes, signal) => {
      const isTree = checked.statement.places === undefined;
      const atOnce = () => AT_ONCE.plan(checked, facts, describes);
      if (sizeOf(facts) <= SMALL && isTree) return atOnce();
      const { source: sql, relations, session } = facts;
      const question = { kind: "plan", sql, relations: relations.all, session, describes } as const;
      // What the thread has read is an outline here, and its tree is gone with it.
      return isTree ? askOr<Planned>(question, signal, atOnce) : ((await ask(question, signal)) as Planned);
    },
    close: end,
  };
}

/**
 * UTF-16 units of the text, and of what it names: views that are bound where they are read, and columns, of which a star is all. Of several such views
 * one may read another, any number of times.
 */
function sizeOf({ source, relations }: PlanningFacts): number {
  let size = source.length;
  let views = 0;
  for (const { columns, late, refresh } of relations.all.values()) {
    size += columns.length * UNITS_A_COLUMN + ((late ?? refresh)?.source.length ?? 0);
    if (late !== undefined) views += 1;
  }
  return views > 1 ? Number.POSITIVE_INFINITY : size;
}

/** Whether a thread did not begin, since its program is not there. */
function isGone(error: unknown): boolean {
  return (
    error instanceof Error && /^(?:ERR_)?MODULE_NOT_FOUND$/.test((error as NodeJS.ErrnoException).code ?? "")
  );
}

function outOfMemory(cause: unknown): WarehouseError {
  return new WarehouseError("out of memory", {
    sqlState: "53200",
    next: "send the statement in parts; many rows come in with COPY",
    cause,
  });
}
