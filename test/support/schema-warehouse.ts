/** A local warehouse in memory for all tests of a file, and files of sql/schema to hold against it. Called at the top of the file. */
import { afterAll, afterEach, beforeAll } from "vitest";
import { migrate } from "../../src/migrate/migrate.ts";
import { readMigration } from "../../src/migrate/read-migration.ts";
import { sayDrift } from "../../src/migrate/say-difference.ts";
import { schemaTables, type SchemaTable } from "../../src/migrate/schema-tables.ts";
import { parseSqlFile, type SqlFile } from "../../src/plan/sql-file.ts";
import type { Store } from "../../src/store/store.ts";
import { openLocalWarehouse } from "../../src/warehouse/local/open.ts";
import type { Row, Session } from "../../src/warehouse/warehouse.ts";

export interface SchemaWarehouse {
  /** Runs statements; the rows of the last one. */
  readonly run: (...statements: readonly string[]) => Promise<readonly Row[]>;
  /** What is otherwise than the tables are declared. */
  readonly drift: (tables: readonly SchemaTable[]) => Promise<readonly string[]>;
  /** Migrates, and returns the statements; `around` may put something between. */
  readonly migrate: (
    tables: readonly SchemaTable[],
    around?: (session: Session) => Session,
  ) => Promise<readonly string[]>;
}

/** Opens it before the tests, with the lock of a run; drops the tables `t` and `below` behind each test. */
export function schemaWarehouse(): SchemaWarehouse {
  let session: Session;
  let end: () => void;
  let ended: Promise<unknown>;
  const run = async (...statements: readonly string[]): Promise<readonly Row[]> => {
    let rows: readonly Row[] = [];
    for (const sql of statements) ({ rows } = await session.execute(sql));
    return rows;
  };
  beforeAll(async () => {
    const settings = { path: ":memory:", store: {} as Store, now: () => new Date(0), threads: 1 };
    const warehouse = await openLocalWarehouse(settings);
    session = await new Promise<Session>((opened) => {
      ended = warehouse
        .withSession(async (one) => {
          opened(one);
          await new Promise<void>((stop) => (end = stop));
        })
        .finally(() => warehouse.close());
    });
    await run("create table etl_lock (nothing smallint)");
  });
  afterEach(() => run("rollback", "drop table if exists below cascade", "drop table if exists t cascade"));
  afterAll(async () => {
    end();
    await ended;
  });
  return {
    run,
    drift: async (tables) => (await readMigration(session, tables)).drifts.flatMap(sayDrift),
    migrate: (tables, around = (one) => one) => migrate({ session: around(session), tables, own: [] }),
  };
}

/** The tables of files `t0.sql`, `t1.sql` …; a text may begin with lines of the header. */
export function tablesOf(...texts: readonly string[]): readonly SchemaTable[] {
  return schemaTables({ steps: texts.map((text, at) => fileOf(text, `t${at}`)) });
}

/** The table `t` in the words of a file. */
export function tableT(columns: string, more = ""): string {
  return `create table if not exists t (${columns})${more}`;
}

function fileOf(text: string, name: string): SqlFile {
  const parsed = parseSqlFile(`sql/schema/${name}.sql`, "schema", `-- One row per thing.\n${text}`);
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.file;
}
