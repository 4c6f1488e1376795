/** What work that has to fail fails with. */
import { expect } from "vitest";
import type { DwhError } from "../../src/errors.ts";

export async function failure(promise: Promise<unknown>): Promise<DwhError> {
  return promise.then(
    () => expect.unreachable("it should have failed"),
    (error: unknown) => error as DwhError,
  );
}
