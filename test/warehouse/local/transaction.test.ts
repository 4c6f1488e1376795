import type { DuckDBConnection } from "@duckdb/node-api";
import { describe, expect, it } from "vitest";
import { Catalogue } from "../../../src/warehouse/local/catalogue.ts";
import { TableLocks } from "../../../src/warehouse/local/table-locks.ts";
import { Transaction } from "../../../src/warehouse/local/transaction.ts";

/** A connection that is in a transaction or not, as DuckDB's is, and whose statements can be interrupted. */
function fakeConnection() {
  let open = false;
  let interrupts = 0;
  const run = async (sql: string): Promise<void> => {
    if (interrupts > 0) {
      interrupts -= 1;
      throw new Error("INTERRUPT Error: Interrupted!");
    }
    if (sql === "ROLLBACK" && !open)
      throw new Error("TransactionContext Error: cannot rollback - no transaction is active");
    open = sql === "BEGIN";
  };
  return {
    connection: { run } as unknown as DuckDBConnection,
    isOpen: () => open,
    interrupt: (times: number) => void (interrupts = times),
    rollBack: () => void (open = false),
  };
}

function transactionOn(connection: DuckDBConnection): Transaction {
  return new Transaction({
    connection,
    catalogue: new Catalogue(connection),
    locks: new TableLocks(),
    sessionId: 1,
    now: () => new Date(0),
    nextId: () => 1,
  });
}

describe("the end of a transaction", () => {
  it("comes though a cancel, or two, hit the ROLLBACK and not the statement before it", async () => {
    const { connection, isOpen, interrupt } = fakeConnection();
    const transaction = transactionOn(connection);
    await transaction.begin();
    interrupt(2);
    await transaction.rollback();
    expect(isOpen()).toBe(false);
    expect(transaction.state).toBe("none");
  });

  it("is not waited for where the engine has rolled back by itself", async () => {
    const { connection, rollBack } = fakeConnection();
    const transaction = transactionOn(connection);
    await transaction.begin();
    rollBack();
    await transaction.fail();
    expect(transaction.state).toBe("failed");
  });
});
