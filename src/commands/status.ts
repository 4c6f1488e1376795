/** `dwh status`: the last runs and how old the data is; `--errors` the rows that could not be loaded. */
import { EXIT, TABLES } from "../names.ts";
import { openStore } from "../sources/open-store.ts";
import { withWarehouse } from "../open-warehouse.ts";
import { isMissingTable } from "../pipeline/missing-table.ts";
import { renderTable } from "../terminal/table.ts";
import type { Result, Session } from "../warehouse/warehouse.ts";
import type { CommandContext } from "./command.ts";

/** Runs that are shown. */
const RUNS = 10;
/** Rejected rows that are shown. */
const REJECTS = 200;

/** Prints the record tables; exit code 0 also when nothing ran yet. */
export async function command(context: CommandContext): Promise<number> {
  const { config, io, flags } = context;
  await withWarehouse(context, openStore(config), (warehouse) =>
    warehouse.withSession(async (session) => {
      try {
        await (flags.errors === true ? showErrors(session, context) : showRuns(session, context));
      } catch (error) {
        if (!isMissingTable(error)) throw error;
        io.writeOut(
          flags.format === "json" ? "[]\n" : `no run yet in ${warehouse.name}; \`dwh run\` makes one\n`,
        );
      }
    }),
  );
  return EXIT.done;
}

async function showRuns(session: Session, { io, flags, now }: CommandContext): Promise<void> {
  const runs = await session.execute(
    `select run_id, status, exit_code, started_at, duration_ms, files, rows_staged, rows_rejected, plays_added, error ` +
      `from ${TABLES.runs} order by started_at desc limit ${RUNS}`,
  );
  const age = await session.execute(`select count(*), max(loaded_at) from ${TABLES.files}`);
  const [files, loadedAt] = age.rows[0] ?? [];
  if (flags.format === "json") {
    io.writeOut(`${JSON.stringify({ files: Number(files), loaded_at: loadedAt, runs: asObjects(runs) })}\n`);
    return;
  }
  const withoutErrors = {
    ...runs,
    columns: runs.columns.slice(0, -1),
    rows: runs.rows.map((row) => row.slice(0, -1)),
  };
  io.writeOut(renderTable(withoutErrors.columns, withoutErrors.rows, io.width));
  const error = runs.rows[0]?.at(-1);
  if (error) io.writeOut(`\nlast run: ${error}\n`);
  const minutes = loadedAt
    ? Math.round((now().getTime() - Date.parse(`${loadedAt.replace(" ", "T")}Z`)) / 60_000)
    : 0;
  io.writeOut(
    loadedAt
      ? `\n${files} files in the warehouse, the newest loaded ${minutes} minutes ago\n`
      : "\nno file loaded yet\n",
  );
}

async function showErrors(session: Session, { io, flags }: CommandContext): Promise<void> {
  const rejects = await session.execute(
    `select recorded_at, url, line_number, column_name, value, error_code, reason, run_id ` +
      `from ${TABLES.rejects} order by recorded_at desc, url, line_number limit ${REJECTS}`,
  );
  if (flags.format === "json") io.writeOut(`${JSON.stringify(asObjects(rejects))}\n`);
  else if (rejects.rows.length === 0) io.writeOut("no rejected rows\n");
  else io.writeOut(renderTable(rejects.columns, rejects.rows, io.width));
}

function asObjects(result: Result): object[] {
  return result.rows.map((row) =>
    Object.fromEntries(result.columns.map(({ name }, index) => [name, row[index]])),
  );
}
