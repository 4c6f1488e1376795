/** The two ways of COPY on one scratch file: lines that both take, and what the exact way makes of a file. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { declareTable } from "../../src/dialect/declare/table.ts";
import { parseStatements } from "../../src/dialect/parsed.ts";
import { openFolderStore } from "../../src/store/folder-store.ts";
import type { Store } from "../../src/store/store.ts";
import { converterOf } from "../../src/warehouse/local/copy/convert.ts";
import { loadExactly, type RowPlan } from "../../src/warehouse/local/copy/exact.ts";
import type { RejectedRow } from "../../src/warehouse/local/copy/load-log.ts";
import { mappingOf } from "../../src/warehouse/local/copy/mapping.ts";
import { Replacements } from "../../src/warehouse/local/copy/replacements.ts";
import { readCopy } from "../../src/warehouse/local/copy/options.ts";
import { openStaging } from "../../src/warehouse/local/copy/staging.ts";
import { createTable } from "../../src/warehouse/local/ddl.ts";

const COLUMNS =
  "k integer, t varchar(12), c char(3), n varchar(9) not null, i integer, l bigint, d double precision, r real, b boolean, s timestamp, y date";

/** A line that is in order, but for its timestamp. */
export const MEMBERS = {
  k: "0",
  t: '"x"',
  c: '"abc"',
  n: '"y"',
  i: "1",
  l: "2",
  d: "1.5",
  r: "0.25",
  b: "true",
  y: '"2018-11-01"',
};

/** A line that is in order under these options. */
export const good = (options: string): Record<string, string> => ({
  ...MEMBERS,
  s: options.includes("epochmillisecs")
    ? "1541105830796"
    : options.includes("epochsecs")
      ? "1541105830"
      : '"2018-11-01 20:57:10"',
});

/** Members as a line. */
export const render = (members: Record<string, string>): string =>
  `{${Object.entries(members)
    .map(([key, value]) => `"${key}":${value}`)
    .join(",")}}`;

/** The rows of a file, how many there are by the number `k`, whether all of it is good, and what is not. */
interface Exactly {
  readonly rows: string[];
  readonly counted: number;
  readonly sound: boolean;
  readonly rejected: readonly RejectedRow[];
}

export interface Ways {
  readonly folder: string;
  /** The file that is loaded. */
  readonly path: string;
  readonly store: Store;
  readonly connection: DuckDBConnection;
  /** Makes the table `x` anew, and the plan of a COPY from the file to it. */
  planOf(options: string, declared?: string): Promise<RowPlan>;
  /** The rows of `x` as text, in order. */
  rowsOf(): Promise<string[]>;
  /** What the exact way makes of a file. */
  exactly(content: Buffer, options: string, declared?: string): Promise<Exactly>;
  close(): void;
}

export async function openWays(): Promise<Ways> {
  const folder = mkdtempSync(join(tmpdir(), "dwh-bulk-"));
  const path = join(folder, "x.json");
  const store = openFolderStore({});
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();

  async function planOf(options: string, declared = COLUMNS): Promise<RowPlan> {
    const [made] = parseStatements(`create table main.x (${declared})`).statements;
    if (made?.tree.kind !== "create_table") throw new Error("no CREATE TABLE");
    const table = declareTable(made.tree, made, []);
    const [loaded] = parseStatements(`copy x from '${path}' iam_role default ${options}`).statements;
    if (loaded?.tree.kind !== "copy") throw new Error("no COPY");
    const copy = readCopy(loaded.tree, { schema: undefined, table: "x" }, loaded);
    const { columns } = table;
    await connection.run("DROP TABLE IF EXISTS x");
    for (const statement of createTable(table, new Map())) await connection.run(statement);
    const names = columns.map(({ name }) => name);
    return {
      copy,
      columns,
      mapping: await mappingOf(copy, names, store),
      converts: columns.map((column) => converterOf(column, copy)),
      replacements: new Replacements(),
    };
  }

  async function rowsOf(): Promise<string[]> {
    return (
      (await connection.runAndReadAll("SELECT x::VARCHAR FROM x")).getColumns()[0]?.map(String).sort() ?? []
    );
  }

  async function exactly(content: Buffer, options: string, declared = COLUMNS): Promise<Exactly> {
    writeFileSync(path, content);
    const plan = await planOf(options, declared);
    const staging = openStaging(connection, "x", plan.columns, new AbortController().signal);
    const [object] = await store.list(path);
    if (object === undefined) throw new Error("the file is not there");
    const rejected: RejectedRow[] = [];
    const file = await loadExactly(object, store, plan, staging, (row) => rejected.push(row) > 0);
    await staging.move();
    return { rows: await rowsOf(), counted: file.rows, sound: file.errors === 0, rejected };
  }

  return {
    folder,
    path,
    store,
    connection,
    planOf,
    rowsOf,
    exactly,
    close: () => {
      connection.closeSync();
      instance.closeSync();
      rmSync(folder, { recursive: true });
    },
  };
}
