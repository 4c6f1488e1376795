/** The same job on both kinds of warehouse: files in folders and DuckDB in process; files in S3, and Redshift's protocol over TLS. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { RunResult } from "../../src/records/result.ts";
import type { Session, Warehouse } from "../../src/warehouse/warehouse.ts";
import { openProduction } from "./production.ts";
import type { RunOptions } from "./rebuilds.ts";
import { openScratch } from "./scratch.ts";

/** A warehouse of one kind, with its sources. */
export interface Place {
  /** Writes a file of the source, objects one a line, and returns its url. */
  write(source: "events" | "songs", name: string, content: string | Buffer | readonly object[]): string;
  /** Takes a file out of the source. */
  take(source: "events" | "songs", name: string): void;
  /** `around` may put something between the run and the warehouse. */
  run(options?: RunOptions, around?: (warehouse: Warehouse) => Warehouse): Promise<RunResult>;
  /** Lends a session as a command gets one. */
  lend<T>(use: (session: Session) => Promise<T>): Promise<T>;
  query(sql: string): Promise<(string | null)[][]>;
  /** Waits until what clients that have left had begun is rolled back. */
  settled(): Promise<unknown>;
  close(): Promise<void>;
}

/** What a warehouse may be beside the usual one, where it can: as `openScratch` has it. */
type PlaceOptions = Parameters<typeof openScratch>[1];

/** Both of them by name. */
export const WAREHOUSES: readonly {
  readonly name: string;
  readonly open: (options?: PlaceOptions) => Promise<Place>;
}[] = [
  {
    name: "the local warehouse",
    open: async (options) => {
      const scratch = openScratch(undefined, options);
      return {
        write: (source, name, content) => scratch.write(`${source}/${name}`, content),
        take: (source, name) => rmSync(join(scratch.folder, source, name)),
        run: (change, around) => scratch.run(change, around),
        lend: (use) => scratch.look(use),
        query: (sql) => scratch.query(sql),
        settled: () => Promise.resolve(),
        close: async () => scratch.remove(),
      };
    },
  },
  {
    name: "the production path",
    open: async (options) => {
      const production = await openProduction({ s3: "memory", ...options });
      const keyOf = (source: "events" | "songs", name: string): string =>
        `${source === "events" ? "log_data" : "song_data"}/${name}`;
      return {
        write(source, name, content) {
          const key = keyOf(source, name);
          const lines = Array.isArray(content)
            ? content.map((one) => `${JSON.stringify(one)}\n`).join("")
            : (content as string | Buffer);
          production.lake.write(key, Buffer.from(lines));
          return `s3://lake/${key}`;
        },
        take: (source, name) => production.lake.remove(keyOf(source, name)),
        run: (change, around = (warehouse) => warehouse) =>
          production.run({ warehouse: around(production.redshift), ...change }),
        lend: (use) => production.redshift.withSession(use),
        query: (sql) =>
          production.inside(async (session) => (await session.execute(sql)).rows.map((row) => [...row])),
        settled: () => production.settled(),
        close: () => production.close(),
      };
    },
  },
];
