/** What a client may say once it is let in, message by message. */
import { setImmediate as turn } from "node:timers/promises";
import { WarehouseError } from "../errors.ts";
import type { Logger } from "../log.ts";
import type { DescribingSession } from "./describing.ts";
import { logBug, type SentText } from "./error-fields.ts";
import { ExtendedQuery } from "./extended.ts";
import { FatalError } from "./fatal-error.ts";
import { MESSAGE_LIMIT, type Message } from "./framing.ts";
import { parseMessage, type FrontendMessage } from "./frontend.ts";
import type { Inbox } from "./inbox.ts";
import { readyForQuery } from "./messages.ts";
import type { Outbox } from "./outbox.ts";
import type { PreparedStatements } from "./prepared-statements.ts";
import { addError } from "./respond.ts";
import { answerQuery } from "./simple.ts";
import { Transaction } from "./transaction.ts";
import { Turns } from "./turns.ts";

/** Bytes of a message that take some milliseconds. */
const LARGE = 1024 * 1024;

/** Between whom the messages go. */
interface Surroundings {
  readonly inbox: Inbox;
  readonly outbox: Outbox;
  readonly log: Logger;
}

/** The messages of one client after the login, handled one after the other until it leaves. */
export class Conversation {
  private readonly inbox: Inbox;
  private readonly outbox: Outbox;
  private readonly log: Logger;
  private readonly session: DescribingSession;
  private readonly transaction: Transaction;
  private readonly extended: ExtendedQuery;
  /** After an error in the extended protocol, until the next Sync. */
  private skipping = false;
  private readonly turns = new Turns();

  constructor(
    session: DescribingSession,
    prepared: PreparedStatements,
    { inbox, outbox, log }: Surroundings,
  ) {
    this.inbox = inbox;
    this.outbox = outbox;
    this.log = log;
    this.session = session;
    this.transaction = new Transaction(session);
    this.extended = new ExtendedQuery(prepared, this.transaction, outbox, session);
  }

  /** Answers until the client says goodbye or is gone. @throws FatalError when the client breaks the protocol. */
  async run(): Promise<void> {
    await this.ready();
    for (;;) {
      const message = await this.inbox.next(MESSAGE_LIMIT);
      if (message === undefined || message.type === "X") return;
      if (!this.skipping || message.type === "S") await this.handle(message);
      // A client that asks for no answer yet may send ahead without end.
      if (this.outbox.isFull) await this.outbox.flush();
      if (this.inbox.hasMore) await this.turns.next();
      else this.turns.restart();
    }
  }

  private async handle(message: Message): Promise<void> {
    let source: SentText | undefined;
    try {
      // To copy megabytes took one turn, to read them takes another.
      if (message.body.length > LARGE) await turn();
      const said = parseMessage(message);
      if (said.kind === "parse") source = { text: said.sql, start: 0 };
      await this.answer(said);
    } catch (error) {
      if (error instanceof FatalError) throw error;
      this.transaction.fail();
      addError(this.outbox, error, source);
      this.log.debug("statement failed", { error });
      logBug(error, this.log);
      // A query and a Sync have their own end; anything else is one of several messages up to the next Sync.
      this.skipping = "PBDEC".includes(message.type);
      if (this.skipping) await this.outbox.flush();
      else await this.ready();
    }
  }

  private async answer(said: FrontendMessage): Promise<void> {
    const { outbox, transaction, log, session } = this;
    switch (said.kind) {
      case "query":
        this.extended.forgetUnnamed();
        await answerQuery(said.sql, { outbox, transaction, log, session });
        return this.ready();
      case "parse":
        return this.extended.parse(said);
      case "bind":
        return this.extended.bind(said);
      case "describe":
        return this.extended.describe(said);
      case "execute":
        return this.extended.execute(said, () => this.isLast());
      case "close":
        return this.extended.close(said);
      case "sync":
        this.skipping = false;
        await this.transaction.finish();
        return this.ready();
      case "flush":
        return this.outbox.flush();
      case "function call":
        throw new WarehouseError("function calls of the protocol are not supported", { sqlState: "0A000" });
      case "copy data":
      case "terminate":
        // Left over from a COPY that failed, or handled by `run`.
        return undefined;
    }
  }

  /** Whether nothing but a Sync follows: then the statement commits by itself, and needs no transaction around it. */
  private async isLast(): Promise<boolean> {
    if (this.transaction.status !== "I") return false;
    return (await this.inbox.peek(MESSAGE_LIMIT))?.type === "S";
  }

  private async ready(): Promise<void> {
    const { status } = this.transaction;
    if (status === "I") this.extended.endTransaction();
    this.outbox.add(readyForQuery(status));
    await this.outbox.flush();
  }
}
