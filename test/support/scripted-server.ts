/** A server that speaks the Postgres protocol over TLS with a password, and answers what a test tells it to. */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WarehouseError } from "../../src/errors.ts";
import { makeCertificate } from "../../src/serve/certificate.ts";
import { serve } from "../../src/serve/serve.ts";
import type { Store } from "../../src/store/store.ts";
import { AT_ONCE } from "../../src/warehouse/local/compile/compiler.ts";
import { openLocalWarehouse } from "../../src/warehouse/local/open.ts";
import type { Result } from "../../src/warehouse/warehouse.ts";

export const ACCOUNT = { user: "etl", database: "dev", password: "a-password" };

export interface ScriptedServer {
  readonly port: number;
  /** The certificate that it shows, as a file. */
  readonly caFile: string;
  /** Every statement, of all sessions, as it came. */
  readonly statements: string[];
  /** Requests to cancel that named a session. */
  readonly cancels: () => number;
  close(): Promise<void>;
}

/** What a statement gives; missing parts are empty. `SET` needs no script, and neither does asking who may log in. */
export type Script = (sql: string, cancelled: Promise<void>) => Partial<Result> | Promise<Partial<Result>>;

export async function startScriptedServer(script: Script): Promise<ScriptedServer> {
  const statements: string[] = [];
  const tls = await makeCertificate(new Date());
  const folder = mkdtempSync(join(tmpdir(), "dwh-served-"));
  const caFile = join(folder, "ca.pem");
  writeFileSync(caFile, tls.cert);
  const quiet = (): void => undefined;
  const catalogue = await openLocalWarehouse({
    path: ":memory:",
    store: {} as Store,
    now: () => new Date(0),
    threads: 1,
  });
  let sessions = 0;
  let cancels = 0;
  const server = await serve({
    warehouse: {
      name: "script",
      withSession: (use, user) => {
        let cancel = quiet;
        sessions += 1;
        const execute = async (sql: string): Promise<Result> => {
          const empty: Result = { command: "SET", rowCount: 0, columns: [], rows: [], notices: [] };
          if (/^(set|begin|commit|rollback)\b/i.test(sql)) return empty;
          if (/ from pg_(user_info|group) /.test(sql))
            return catalogue.withSession((session) => session.execute(sql), user);
          const cancelled = new Promise<void>((resolve) => (cancel = resolve));
          return { ...empty, ...(await script(sql, cancelled)) };
        };
        return use({
          id: sessions,
          read: (sql) => AT_ONCE.read(sql),
          execute,
          open: execute,
          describe: async () => ({ columns: [], parameters: new Map() }),
          keepSettings: () => undefined,
          cancel: async () => {
            cancels += 1;
            cancel();
          },
        });
      },
    },
    host: "127.0.0.1",
    port: 0,
    ...ACCOUNT,
    passwordKept: "md5",
    onStatement: (sql) => statements.push(sql),
    tls,
    log: { error: quiet, warn: quiet, info: quiet, debug: quiet },
    newSecret: (bytes) => randomBytes(bytes),
  });
  return {
    port: server.port,
    caFile,
    statements,
    cancels: () => cancels,
    close: async () => {
      await server.close();
      catalogue.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The error of a statement that was cancelled. */
export const CANCELLED = new WarehouseError("Query cancelled on user's request", { sqlState: "57014" });
