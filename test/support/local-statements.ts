/** A local warehouse in memory for each test, with statements on it. Called at the top of a file or of a `describe`. */
import { afterEach, beforeEach } from "vitest";
import type { Store } from "../../src/store/store.ts";
import { openLocalWarehouse, type LocalWarehouse } from "../../src/warehouse/local/open.ts";
import type { Row } from "../../src/warehouse/warehouse.ts";

export interface LocalStatements {
  /** Runs statements on one session; the rows of the last one. */
  readonly run: (...statements: readonly string[]) => Promise<readonly Row[]>;
  /** Runs them; the error of the first that fails, undefined when none does. */
  readonly failure: (...statements: readonly string[]) => Promise<unknown>;
}

/** Opens the warehouse before each test, and closes it behind it. */
export function localStatements(): LocalStatements {
  let warehouse: LocalWarehouse;
  beforeEach(async () => {
    warehouse = await openLocalWarehouse({
      path: ":memory:",
      store: {} as Store,
      now: () => new Date(0),
      threads: 1,
    });
  });
  afterEach(() => warehouse.close());
  const run = (...statements: readonly string[]): Promise<readonly Row[]> =>
    warehouse.withSession(async (session) => {
      let rows: readonly Row[] = [];
      for (const statement of statements) rows = (await session.execute(statement)).rows;
      return rows;
    });
  return {
    run,
    failure: (...statements) =>
      run(...statements).then(
        () => undefined,
        (error: unknown) => error,
      ),
  };
}
