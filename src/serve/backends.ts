/** The sessions of a server by their process id, so that one connection can cancel what runs on another. */
import { timingSafeEqual } from "node:crypto";
import type { NewSecret } from "./login.ts";

/** What the client gets to know, to ask for a cancel with. */
export interface Backend {
  readonly processId: number;
  /** Four bytes. */
  readonly secret: Buffer;
  /** Asks the running statement to stop. */
  cancel(): Promise<void>;
}

export class Backends {
  readonly #newSecret: NewSecret;
  readonly #backends = new Map<number, Backend>();
  #lastProcessId = 0;

  constructor(newSecret: NewSecret) {
    this.#newSecret = newSecret;
  }

  /** Gives a session its number and secret. */
  add(cancel: () => Promise<void>): Backend {
    this.#lastProcessId += 1;
    const backend = { processId: this.#lastProcessId, secret: this.#newSecret(4), cancel };
    this.#backends.set(backend.processId, backend);
    return backend;
  }

  remove({ processId }: Backend): void {
    this.#backends.delete(processId);
  }

  /** Cancels what runs there; a wrong number or secret is passed over in silence, as the protocol wants. */
  async cancel(processId: number, secret: Buffer): Promise<void> {
    const backend = this.#backends.get(processId);
    if (backend === undefined || secret.length !== backend.secret.length) return;
    if (timingSafeEqual(secret, backend.secret)) await backend.cancel();
  }
}
