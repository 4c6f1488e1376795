/** The statement that a session runs, and how it is ended before its end. */
import { canceled } from "./session-refusals.ts";

/** One at a time, one after the other. */
export class RunningStatement {
  private readonly interrupt: () => void;
  private controller = new AbortController();
  private isRunning = false;
  private timer: NodeJS.Timeout | undefined;

  /** Made for one session. @param interrupt ends what the database does for the session, and what it waits for */
  constructor(interrupt: () => void) {
    this.interrupt = interrupt;
  }

  /** Aborted when the statement is to end; its reason is what the client is told. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Another one begins. @param most how many milliseconds it may take; 0 for any */
  begin(most: number): AbortSignal {
    this.controller = new AbortController();
    this.isRunning = true;
    clearTimeout(this.timer);
    if (most > 0)
      this.timer = setTimeout(() => {
        this.stop("canceling statement due to statement timeout");
      }, most).unref();
    return this.controller.signal;
  }

  /** It has come to its end. */
  end(): void {
    this.isRunning = false;
    clearTimeout(this.timer);
  }

  /** Returns what `work` does, from its beginning to its end. @param most as for `begin` @throws as it does; WarehouseError 57014 where it was ended early */
  async during<T>(most: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const signal = this.begin(most);
    try {
      return await work(signal);
    } catch (error) {
      throw signal.aborted ? canceled(String(signal.reason), error) : error;
    } finally {
      this.end();
    }
  }

  /** Ends it early; one that has ended already is left alone. @param why what the client is told */
  stop(why = "canceling statement due to user request"): void {
    this.controller.abort(why);
    this.interrupt();
    if (this.isRunning) this.interruptAgain(this.controller);
  }

  /** DuckDB forgets an interrupt that meets no query, as between preparing one and its start: it is repeated until the statement ends. */
  private interruptAgain(statement: AbortController): void {
    const again = setTimeout(() => {
      if (!this.isRunning || this.controller !== statement) return;
      this.interrupt();
      this.interruptAgain(statement);
    }, INTERRUPT_MS);
    again.unref();
  }
}

/** Between two interrupts of one cancel, in milliseconds. */
const INTERRUPT_MS = 5;
