/** The sessions of a server by their process id, so that one connection can stop what runs on another. */
import { timingSafeEqual } from "node:crypto";

/** A session as other connections can reach it. */
export interface Backend {
  /** Told to the client, to ask for a cancel with. */
  readonly processId: number;
  /** Told to the client; four bytes. */
  readonly secret: Buffer;
  readonly user: string;
  /** Asks the running statement to stop. @param why what its client is told */
  cancel(why?: string): Promise<void>;
  /** Ends the session. */
  terminate(): void;
}

/** The sessions that are open, by process id. */
export class Backends {
  private readonly backends = new Map<number, Backend>();

  add(backend: Backend): void {
    this.backends.set(backend.processId, backend);
  }

  remove({ processId }: Backend): void {
    this.backends.delete(processId);
  }

  /** Cancels for who knows the secret; a wrong number or secret is passed over in silence, as the protocol wants. */
  async cancel(processId: number, secret: Buffer): Promise<void> {
    const backend = this.backends.get(processId);
    if (backend === undefined || secret.length !== backend.secret.length) return;
    if (timingSafeEqual(secret, backend.secret)) await backend.cancel();
  }

  /** Who has the session; undefined when there is none. */
  userOf(processId: number): string | undefined {
    return this.backends.get(processId)?.user;
  }

  /** As the function of that name: false when there is no such session. */
  async pg_cancel_backend(processId: number, why?: string): Promise<boolean> {
    const backend = this.backends.get(processId);
    await backend?.cancel(why);
    return backend !== undefined;
  }

  /** As the function of that name: false when there is no such session. */
  async pg_terminate_backend(processId: number): Promise<boolean> {
    const backend = this.backends.get(processId);
    backend?.terminate();
    return backend !== undefined;
  }
}
