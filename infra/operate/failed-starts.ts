/** The queue of starts that EventBridge Scheduler gave up. */
import { askAws } from "./aws-cli.ts";
import { OperateError, type Operator } from "./operator.ts";
import { need, readOutputs } from "./stack-state.ts";

interface Message {
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly MessageAttributes?: Readonly<Record<string, { readonly StringValue?: string }>>;
}

/**
 * Prints when each start failed and why, and with `--empty` empties the queue after that, or the alarm stays.
 * @throws OperateError as AWS refuses.
 */
export async function failedStarts(op: Operator, args: readonly string[]): Promise<void> {
  const isEmptying = args.includes("--empty");
  if (args.some((arg) => arg !== "--empty"))
    throw new OperateError("only --empty may follow the name of the stack");
  const url = await urlOf(op, need(await readOutputs(op), "failedStartsQueue"));
  let shown = 0;
  for (;;) {
    // What was read is hidden for a minute, so that the next page is another one ("Visibility timeout" of the SQS guide).
    const { Messages = [] } = await askAws<{ Messages?: readonly Message[] }>(op, "sqs receive-message", {
      "queue-url": url,
      "max-number-of-messages": "10",
      "visibility-timeout": "60",
      "attribute-names": "All",
      "message-attribute-names": "All",
    });
    if (Messages.length === 0) break;
    for (const message of Messages) op.print(`${describe(message)}\n`);
    shown += Messages.length;
  }
  if (isEmptying && shown > 0) await askAws(op, "sqs purge-queue", { "queue-url": url });
  op.say(
    shown === 0
      ? "no start has failed, or the queue was read within the last minute"
      : `${shown} failed${isEmptying ? "; the queue is empty now" : "; once the cause is removed, --empty empties the queue"}`,
  );
}

/** Returns how many starts are in the queue, about. @throws OperateError as AWS refuses */
export async function countFailedStarts(op: Operator, queue: string): Promise<string> {
  const name = "ApproximateNumberOfMessages";
  const { Attributes } = await askAws<{ Attributes?: Readonly<Record<string, string>> }>(
    op,
    "sqs get-queue-attributes",
    { "queue-url": await urlOf(op, queue), "attribute-names": name },
  );
  return Attributes?.[name] ?? "unknown";
}

async function urlOf(op: Operator, queue: string): Promise<string> {
  const { QueueUrl } = await askAws<{ QueueUrl: string }>(op, "sqs get-queue-url", { "queue-name": queue });
  return QueueUrl;
}

/** EventBridge Scheduler User Guide, "Configuring a dead-letter queue": the reason is in the attributes of the message. */
function describe({ Attributes, MessageAttributes }: Message): string {
  const sent = new Date(Number(Attributes?.["SentTimestamp"])).toISOString();
  const of = (name: string): string => MessageAttributes?.[name]?.StringValue ?? "unknown";
  return `${sent} ${of("ERROR_CODE")}: ${of("ERROR_MESSAGE")}`;
}
