/** How many clients there may be: those that are let in, and those that are still logging in. */
import { FatalError } from "./fatal-error.ts";

/** The places of one server. */
export class Places {
  private readonly mostSessions: number;
  private readonly mostLogins: number;
  private sessions = 0;
  private readonly logins = new Set<() => void>();

  /** @param most clients that are let in, and, beside them, clients that are not yet */
  constructor(most: { readonly sessions: number; readonly logins: number }) {
    this.mostSessions = most.sessions;
    this.mostLogins = most.logins;
  }

  /**
   * A client has come: where too many are logging in, the one that came first is sent away. Who does nothing keeps nobody out.
   * Returns what is to be called when its login is over, however it ended.
   */
  arrive(sendAway: () => void): () => void {
    const [first] = this.logins;
    if (first !== undefined && this.logins.size >= this.mostLogins) {
      this.logins.delete(first);
      first();
    }
    this.logins.add(sendAway);
    return () => void this.logins.delete(sendAway);
  }

  /** A client has proven who it is. Returns what is to be called when it is gone. @throws FatalError 53300 where no place is left. */
  enter(): () => void {
    if (this.sessions >= this.mostSessions) {
      throw new FatalError("sorry, too many clients already", {
        sqlState: "53300",
        hint: `the server takes ${String(this.mostSessions)} at a time: close connections that are not used`,
      });
    }
    this.sessions += 1;
    let isHere = true;
    return () => {
      if (isHere) this.sessions -= 1;
      isHere = false;
    };
  }
}
