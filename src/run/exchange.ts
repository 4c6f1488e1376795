/** The end of a rebuild in batches: its rows take the place of those that readers see, in the transaction that is open. */
import { quoteLiteral } from "../dialect/quote.ts";
import { TABLES } from "../names.ts";
import { quarantineOf, READ_QUARANTINE, type QuarantineEntry } from "../records/quarantine.ts";
import { executeTogether } from "../warehouse/together.ts";
import type { Session } from "../warehouse/warehouse.ts";
import type { Exchange, TakenTable } from "./beside.ts";
import type { RunInput } from "./run-input.ts";

/** The record of the batches, which goes to that of the other runs. How many rows tables had, `etl_tables` tells of the star, and not of theirs. */
const RECORD: readonly string[] = [
  TABLES.starts,
  TABLES.runs,
  TABLES.steps,
  TABLES.rejects,
  TABLES.failures,
  TABLES.columns,
];

/** Returns the statement that keeps a batch of another process out. */
export function lockBeside({ beside }: Exchange): string {
  return `lock ${beside.schema}.${TABLES.lock}`;
}

/**
 * Fills the tables, which are empty, and returns how many rows each has got. They stay the tables that they are, with their grants and views: by ALTER TABLE … RENAME TO they would be others, and no
 * ALTER TABLE takes a table into another schema; ALTER TABLE APPEND moves blocks, but not in a transaction ("ALTER TABLE", "ALTER TABLE APPEND" of the Database Developer Guide).
 */
export async function fillTables(
  { session, runId }: Pick<RunInput, "runId"> & { readonly session: Session },
  { beside, tables }: Exchange,
): Promise<ReadonlyMap<string, number>> {
  const rows = new Map<string, number>();
  for (const table of tables) {
    const { rowCount } = await session.execute(takeOver(table, beside.schema), {
      label: `run ${runId}, rebuild`,
    });
    rows.set(table.name, rowCount);
  }
  return rows;
}

/** Brings ledger, quarantine and record to what the batches have done, and returns what is in quarantine then. */
export async function takeLedger(
  session: Session,
  { beside, own }: Exchange,
  sources: Iterable<string>,
): Promise<readonly QuarantineEntry[]> {
  const { schema } = beside;
  const names = [...sources].map(quoteLiteral).join(", ");
  const of = names === "" ? "false" : `source in (${names})`;
  const named = (name: string): TakenTable | undefined => own.find((table) => table.name === name);
  const [files, held] = [named(TABLES.files), named(TABLES.quarantine)];
  const record = own.filter(({ name }) => RECORD.includes(name));
  await executeTogether(session, [
    ...(files === undefined ? [] : [`delete from ${TABLES.files} where ${of}`, takeOver(files, schema, of)]),
    ...(held === undefined ? [] : quarantineStatements(held, schema, of)),
    ...record.map((table) => takeOver(table, schema)),
  ]);
  return held === undefined ? [] : quarantineOf(await session.execute(READ_QUARANTINE));
}

function takeOver({ name, columns }: TakenTable, schema: string, where?: string): string {
  const listed = columns.join(", ");
  const condition = where === undefined ? "" : ` where ${where}`;
  return `insert into ${name} (${listed}) select ${listed} from ${schema}.${name}${condition}`;
}

/** A retry that somebody has asked for meanwhile is kept. */
function quarantineStatements(held: TakenTable, schema: string, of: string): readonly string[] {
  const table = TABLES.quarantine;
  const asked = `select source as of_source, url as of_url, etag as of_etag, size as of_size, retry_at as asked_at from ${table} where retry_at is not null`;
  return [
    `update ${schema}.${table} set retry_at = asked_at from (${asked}) as asked ` +
      "where source = of_source and url = of_url and etag = of_etag and size = of_size",
    `delete from ${table} where ${of}`,
    takeOver(held, schema, of),
  ];
}
