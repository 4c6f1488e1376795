/** Amazon ECS and the logs of its tasks: a task is described a few times before it has stopped. */
import { AwsFault, value, type Words } from "./call.ts";

/** How a container ended. */
export interface Ending {
  /** Undefined for a task whose container never started. */
  readonly exitCode?: number;
  readonly stoppedReason: string;
  /** Of the container. */
  readonly reason?: string;
  /** Undefined: nothing was ever written, so there is no stream. */
  readonly log?: readonly string[];
}

interface FakeTask {
  readonly family: string;
  readonly ending: Ending;
  /** What the next looks show, before it has stopped. */
  readonly states: string[];
}

export class Tasks {
  /** The image of each family that has a definition. */
  readonly definitions = new Map<string, string>();
  /** The lines of each stream, by `group/stream`. */
  readonly streams = new Map<string, readonly string[]>();
  /** Why ECS starts nothing. */
  refuses: string | undefined;
  private readonly tasks = new Map<string, FakeTask>();
  /** What a container does with its command, and how it ends. */
  private readonly container: (family: string, command: readonly string[]) => Ending;

  constructor(container: (family: string, command: readonly string[]) => Ending) {
    this.container = container;
  }

  answerEcs(operation: string, words: Words): object {
    if (operation === "run-task") return this.run(words);
    if (operation === "describe-tasks") return this.describe(value(words, "--tasks"));
    throw new Error(`the stand-in of ECS knows no ${operation}`);
  }

  /** Starts a task as its definition says, and returns its id. */
  start(family: string, given?: readonly string[]): string {
    const prefix = /-(bootstrap|rotate)$/.exec(family)?.[1] ?? "run";
    const command = given ?? (prefix === "rotate" ? ["bootstrap", "--rotate"] : [prefix]);
    const id = `task${this.tasks.size + 1}`;
    const ending = this.container(family, command);
    if (ending.log !== undefined) this.streams.set(`${prefix}/dwh/${id}`, ending.log);
    this.tasks.set(id, { family, ending, states: ["PROVISIONING", "RUNNING"] });
    return id;
  }

  /** API Reference, "RunTask": ClientException without a definition; what cannot be placed is in `failures`, and nothing in `tasks`. */
  private run(words: Words): object {
    const family = value(words, "--task-definition");
    if (!this.definitions.has(family)) throw new AwsFault("ClientException", "TaskDefinition not found.");
    if (this.refuses !== undefined) return { tasks: [], failures: [{ reason: this.refuses }] };
    const [overrides = "{}"] = words.options.get("--overrides") ?? [];
    const { containerOverrides = [] } = JSON.parse(overrides) as {
      containerOverrides?: { command: string[] }[];
    };
    const id = this.start(family, containerOverrides[0]?.command);
    return {
      tasks: [{ taskArn: `arn:aws:ecs:us-east-1:123456789012:task/${family}/${id}` }],
      failures: [],
    };
  }

  /** API Reference, "Container": `exitCode` is there once the container has ended; a container that never started has none. */
  private describe(arn: string): object {
    const task = this.tasks.get(arn.split("/").at(-1) ?? "");
    if (task === undefined) return { tasks: [], failures: [{ reason: "MISSING" }] };
    const state = task.states.shift();
    if (state !== undefined) return { tasks: [{ lastStatus: state, containers: [{}] }], failures: [] };
    const { exitCode, stoppedReason, reason } = task.ending;
    const container = {
      ...(exitCode === undefined ? {} : { exitCode }),
      ...(reason === undefined ? {} : { reason }),
    };
    return { tasks: [{ lastStatus: "STOPPED", stoppedReason, containers: [container] }], failures: [] };
  }

  /**
   * Two events a page, so that nobody forgets that there are pages. CloudWatch Logs API Reference, "FilterLogEvents":
   * ResourceNotFoundException for a stream that does not exist. CLI User Guide, "Pagination": `--max-items`, and `NextToken` for
   * `--starting-token`.
   */
  answerLogs(operation: string, words: Words): object {
    if (operation !== "filter-log-events") throw new Error(`the stand-in of the logs knows no ${operation}`);
    const lines = this.streams.get(value(words, "--log-stream-names"));
    if (lines === undefined)
      throw new AwsFault("ResourceNotFoundException", "The specified log stream does not exist.");
    const from = Number(words.options.get("--starting-token")?.[0] ?? 0);
    const size = words.options.has("--max-items") ? 2 : lines.length;
    const events = lines.slice(from, from + size).map((message) => ({ message }));
    const more = from + size < lines.length ? { NextToken: String(from + size) } : {};
    return { events, ...more };
  }
}
