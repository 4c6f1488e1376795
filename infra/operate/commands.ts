/** Every command, once: its words, its sentence, what it does. */
import { deploy, keepImage, rollback } from "./deploy.ts";
import { destroy } from "./destroy.ts";
import { failedStarts } from "./failed-starts.ts";
import { OperateError, type Operator } from "./operator.ts";
import { pause, resume } from "./pause.ts";
import { resize } from "./resize.ts";
import { restore } from "./restore.ts";
import { copySnapshots, snapshots } from "./snapshots.ts";
import { state } from "./state.ts";
import { drift, logs, preview, status } from "./status.ts";
import { runTask } from "./task.ts";
import { upgrade } from "./upgrade.ts";

/** A command of `operate.sh`. */
export interface Command {
  /** What follows the name in the usage. */
  readonly words: string;
  /** One line for the usage. */
  readonly doc: string;
  /** Returns the exit code, where that is not 0. @throws OperateError when it could not be done */
  readonly run: (op: Operator, args: readonly string[]) => Promise<number | void>;
}

const readers = (op: Operator, [group, ...more]: readonly string[]): Promise<number> => {
  if (group === undefined) throw new OperateError("the name of the group is missing");
  return runTask(op, "bootstrap", ["bootstrap", "--readers", group, ...more]);
};

/** The commands by name, in the order of the usage: of a stack's life. */
export const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ["state", { words: "BUCKET", doc: "once per account: a bucket and a key for Pulumi's state", run: state }],
  [
    "deploy",
    {
      words: "STACK",
      doc: "push the image of this commit, then create or update everything; more goes to `pulumi up`",
      run: deploy,
    },
  ],
  [
    "bootstrap",
    {
      words: "STACK",
      doc: "once per stack: the job's schema, user and rights in the warehouse",
      run: (op, args) => runTask(op, "bootstrap", args),
    },
  ],
  [
    "readers",
    { words: "STACK GROUP", doc: "a group of the database that may read the job's tables", run: readers },
  ],
  [
    "run",
    {
      words: "STACK [ARGS]",
      doc: "start the task with these arguments of dwh (default: run), print how it ended and its log, end with its exit code",
      run: (op, args) => runTask(op, "run", args),
    },
  ],
  ["logs", { words: "STACK", doc: "follow the log", run: logs }],
  ["status", { words: "STACK", doc: "alarms, warehouse, number of failed starts", run: status }],
  [
    "failed-starts",
    {
      words: "STACK [--empty]",
      doc: "why the schedule could not start the task; empty the queue",
      run: failedStarts,
    },
  ],
  [
    "preview",
    { words: "STACK", doc: "what an update would change; more goes to `pulumi preview`", run: preview },
  ],
  [
    "drift",
    { words: "STACK", doc: "what in AWS differs from the program; 1 when anything does", run: drift },
  ],
  ["pause", { words: "STACK", doc: "stop the schedule, pause the cluster", run: pause }],
  ["resume", { words: "STACK", doc: "resume the cluster, start the schedule", run: resume }],
  [
    "rotate",
    {
      words: "STACK",
      doc: "a new password for the job, as its schedule makes one",
      run: (op) => runTask(op, "rotate", []),
    },
  ],
  [
    "rollback",
    {
      words: "STACK [COMMIT]",
      doc: "list the images, or go back to that of a commit",
      run: rollback,
    },
  ],
  [
    "resize",
    { words: "STACK NODES [TYPE] [--classic]", doc: "another number of nodes, or other nodes", run: resize },
  ],
  [
    "upgrade",
    {
      words: "STACK [TRACK]",
      doc: "the cluster's release and track; put it on the track current or trailing first",
      run: upgrade,
    },
  ],
  [
    "snapshots",
    {
      words: "STACK [NAME]",
      doc: "list the cluster's snapshots; make one with this name first",
      run: snapshots,
    },
  ],
  ["restore", { words: "STACK SNAPSHOT", doc: "put a snapshot in the cluster's place", run: restore }],
  [
    "copy-snapshots",
    {
      words: "STACK REGION [DAYS]",
      doc: "copy every snapshot to another region; `off` stops it",
      run: copySnapshots,
    },
  ],
  ["destroy", { words: "STACK", doc: "delete everything but what README.md lists", run: destroy }],
  [
    "keep-image",
    {
      words: "STACK",
      doc: "in a checkout that is thrown away, before Pulumi is called there: go on with the image that runs",
      run: keepImage,
    },
  ],
]);

/** Returns what is printed to who types something else. Pure. */
export function usage(): string {
  const lines = [...COMMANDS].map(([name, { words, doc }]) => `  ${`${name} ${words}`.padEnd(36)} ${doc}\n`);
  return `usage: ./operate.sh COMMAND STACK [more]\n\n${lines.join("")}`;
}
