/** Amazon SQS: the queue of starts that failed. */
import { AwsFault, value, type Words } from "./call.ts";

/** What EventBridge Scheduler leaves there (its User Guide, "Configuring a dead-letter queue"): the reason is in the attributes. */
export interface FailedStart {
  readonly code: string;
  readonly message: string;
}

export class Queues {
  readonly byName = new Map<string, FailedStart[]>();
  private hidden = 0;

  answer(operation: string, words: Words): object {
    if (operation === "get-queue-url") {
      const name = value(words, "--queue-name");
      if (!this.byName.has(name))
        throw new AwsFault("AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist.");
      this.hidden = 0;
      return { QueueUrl: `https://sqs.us-east-1.amazonaws.com/123456789012/${name}` };
    }
    const starts = this.byName.get(value(words, "--queue-url").split("/").at(-1) ?? "") ?? [];
    if (operation === "get-queue-attributes")
      return { Attributes: { ApproximateNumberOfMessages: String(starts.length) } };
    if (operation === "receive-message") return this.receive(starts);
    if (operation === "purge-queue") {
      starts.length = 0;
      return {};
    }
    throw new Error(`the stand-in of SQS knows no ${operation}`);
  }

  /** Ten at most, and each is hidden for a while once it was read ("ReceiveMessage"); without any there is no list at all. */
  private receive(starts: readonly FailedStart[]): object {
    const page = starts.slice(this.hidden, this.hidden + 10);
    this.hidden += page.length;
    if (page.length === 0) return {};
    const text = (StringValue: string): object => ({ DataType: "String", StringValue });
    return {
      Messages: page.map(({ code, message }) => ({
        Attributes: { SentTimestamp: "1795752000000" },
        Body: "{}",
        MessageAttributes: { ERROR_CODE: text(code), ERROR_MESSAGE: text(message) },
      })),
    };
  }
}
