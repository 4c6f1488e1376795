import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, expect, it } from "vitest";
import { dwh } from "../support/dwh.ts";

const folder = mkdtempSync(join(tmpdir(), "dwh-slow-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Takes minutes. */
const SLOW =
  "with recursive n(i) as (select 1::bigint union all select i + 1 from n where i < 200000) select sum(mod(a.i * b.i, 7)) from n a cross join n b";

// Node has four threads for what DuckDB does: src/launch.ts.
it("a server answers others, and ends, while it is asked more slow questions than Node has threads", async () => {
  const server = dwh(["serve", "--port", "0", "--warehouse", join(folder, "warehouse.duckdb")], {
    env: { DWH_SERVE_PASSWORD: "a secret" },
  });
  const port = Number(/"port":(\d+)/.exec(await server.says(/"listening"/))?.[1]);
  const connect = async (): Promise<Client> => {
    const login = { user: "dwh", database: "dev", password: "a secret" };
    const client = new Client({ host: "127.0.0.1", port, ...login, ssl: { rejectUnauthorized: false } });
    client.on("error", () => undefined);
    await client.connect();
    return client;
  };
  const slow = await Promise.all(Array.from({ length: 6 }, connect));
  const ends = slow.map((client) => client.query(SLOW).catch((error: { code?: string }) => error.code));
  const other = await connect();
  expect((await other.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  server.child.kill("SIGTERM");
  expect((await server).code).toBe(0);
  await Promise.all(ends);
});
