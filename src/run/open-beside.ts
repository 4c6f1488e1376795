/** Opens the place where a rebuild in batches makes its tables, or finds it as the batches before have left it; and gives it up. */
import { quoteLiteral } from "../dialect/quote.ts";
import { parseTableName, spellTableName } from "../dialect/table-name.ts";
import { ConfigError, WarehouseError } from "../errors.ts";
import { REBUILD_SUFFIX, TABLES } from "../names.ts";
import type { PlannedStep, RunPlan } from "../plan/plan.ts";
import type { RebuildPart } from "../plan/partly.ts";
import { keepsQuarantine } from "../records/quarantine.ts";
import { FILE_DIGEST } from "../records/known-files.ts";
import { readMarkOrMake } from "../records/ledger-if-any.ts";
import { beginWithLock } from "../records/run-lock.ts";
import { readUnderWay, writeUnderWay, type UnderWay } from "../records/under-way.ts";
import { formatMoment } from "../text/amounts.ts";
import { splitArray } from "../text/split-array.ts";
import { isMissingTable } from "../warehouse/missing-table.ts";
import { queryFirstRow, queryRows } from "../warehouse/query-rows.ts";
import { executeTogether } from "../warehouse/together.ts";
import { rollBack } from "../warehouse/roll-back.ts";
import type { Session } from "../warehouse/warehouse.ts";
import type { Beside } from "./beside.ts";
import { matchSchema } from "./match-schema.ts";
import type { BesidePlan } from "./plan-beside.ts";
import type { RunInput } from "./run-input.ts";

/** Relations that are named. */
const SHOWN = 3;

/** What is opened. */
export interface OpenInput {
  readonly rebuild: RebuildPart;
  readonly beside: BesidePlan;
  readonly plan: RunPlan;
  readonly digest: string;
  /** Whether it begins again in any case. */
  readonly anew: boolean;
}

type Input = Pick<RunInput, "sql" | "migrate" | "onEvent" | "runId" | "now">;

/**
 * Returns the place. Where one is there of the same tables and SQL it goes on from there; of another SQL it begins again.
 * @throws ConfigError where a rebuild of other tables is under way, or the schema cannot be made or is somebody else's; as `Session.execute` does
 */
export async function openBeside(input: Input, session: Session, open: OpenInput): Promise<Beside> {
  const { outside } = open.plan;
  if (!outside.some(({ name }) => name === TABLES.rebuild)) throw withoutTable();
  const { made } = await readMarkOrMake(session, outside);
  await matchSchema(input, session, outside, made);
  const path = await readPath(session);
  const [home = "public"] = path;
  const schema = `${home}${REBUILD_SUFFIX}`;
  const place = { home: spellTableName([home]), schema: spellTableName([schema]) };
  const besideAt = (id: string): Beside => ({
    id,
    ...place,
    path: [place.schema, ...path.map((one) => spellTableName([one]))],
  });
  let there = await findUsable(session, open);
  if (there === undefined) {
    await beginWithLock(session, outside);
    try {
      // Under the lock another command may have been first.
      there = await findUsable(session, open);
      if (there === undefined) {
        const before = await readUnderWay(session);
        if (before !== undefined && !open.anew)
          input.onEvent({ type: "warning", message: sayAnew(before, open.digest) });
        await makeBeside(session, besideAt(input.runId), {
          ...open,
          at: input.now(),
          isOurs: before !== undefined,
        });
      }
      await session.execute("commit");
    } catch (error) {
      await rollBack(session);
      throw error;
    }
  }
  const beside = besideAt(there?.id ?? input.runId);
  if (keepsQuarantine(outside)) await copyQuarantine(session, beside, open.beside);
  return beside;
}

/**
 * The rebuild that is under way, if batches of it are of use: of the same SQL, and with its tables where they were made.
 * @throws ConfigError for one of other tables
 */
async function findUsable(
  session: Session,
  { rebuild, digest, anew, beside: { tables, own } }: OpenInput,
): Promise<UnderWay | undefined> {
  const there = await readUnderWay(session);
  if (there === undefined) return undefined;
  refuseOther(there, rebuild);
  if (anew || there.digest !== digest) return undefined;
  const names = new Set((await readRelations(session, there.schema)).map(({ name }) => name));
  return [...tables, ...own].every(({ name }) => names.has(parseTableName(name).name)) ? there : undefined;
}

/** Gives up the rebuild that is under way, and returns it; undefined where none is. @throws as `Session.execute` does */
export async function abandonBeside(
  session: Session,
  own: readonly PlannedStep[],
): Promise<UnderWay | undefined> {
  await beginWithLock(session, own);
  try {
    const there = await readUnderWay(session);
    if (there !== undefined) await endBeside(session, there.schema);
    await session.execute("commit");
    return there;
  } catch (error) {
    await rollBack(session);
    // A version that knew no batches made this warehouse.
    if (isMissingTable(error)) return undefined;
    throw error;
  }
}

/** Takes away what the batches have made, in the transaction that is open: nothing is under way any more. */
export async function endBeside(session: Session, schema: string): Promise<void> {
  await emptySchema(session, schema);
  await session.execute(`delete from ${TABLES.rebuild}`);
}

/**
 * Drops all tables and views of the schema. The schema itself stays: who may make one in the database is for an administrator to say.
 * @param schema as it is spelled
 * @param isOurs whether it is on record that a rebuild has made them
 * @throws ConfigError where it is not, and they do not look like it
 */
export async function emptySchema(session: Session, schema: string, isOurs = true): Promise<void> {
  const relations = await readRelations(session, schema);
  if (relations.length === 0) return;
  if (!isOurs && !relations.some(({ name }) => name === TABLES.lock))
    throw new ConfigError(`the schema ${schema} holds tables that no rebuild has created`, {
      where: relations
        .slice(0, SHOWN)
        .map(({ name }) => `${schema}.${name}`)
        .join(", "),
      next: "rebuilds in batches create their tables in a schema of that name: move the other tables; nothing was done",
    });
  await executeTogether(
    session,
    relations.map(({ what, name }) => `drop ${what} if exists ${schema}.${spellTableName([name])} cascade`),
  );
}

/** Tables and views of a schema; the views first. */
async function readRelations(
  session: Session,
  schema: string,
): Promise<readonly { readonly what: "table" | "view"; readonly name: string }[]> {
  const rows = await queryRows(
    session,
    "select trim(c.relname) as name, c.relkind as kind from pg_class as c inner join pg_namespace as n on c.relnamespace = n.oid " +
      `where n.nspname = ${quoteLiteral(parseTableName(schema).name)} and c.relkind in ('r', 'v') order by 2 desc, 1`,
  );
  return rows.map((row) => ({ what: row["kind"] === "v" ? "view" : "table", name: row["name"] ?? "" }));
}

/** Makes schema and tables, empty. What drops a table before it recreates it would take that of the star. */
async function makeBeside(
  session: Session,
  beside: Beside,
  {
    beside: { schema: files },
    plan,
    rebuild,
    digest,
    at,
    isOurs,
  }: OpenInput & { readonly at: Date; readonly isOurs: boolean },
): Promise<void> {
  const { id, schema, home, path } = beside;
  const { name } = parseTableName(schema);
  const { there } = await queryFirstRow(
    session,
    `select count(*) as there from pg_namespace where nspname = ${quoteLiteral(name)}`,
  );
  if (there === "0") await session.execute(`create schema ${schema}`).catch(refuseSchema(schema));
  else await emptySchema(session, schema, isOurs);
  await session.execute(`set search_path to ${path.join(", ")}`);
  for (const { sql } of plan.outside.flatMap(({ statements }) => statements)) await session.execute(sql);
  for (const file of files) {
    const step = plan.steps.find(({ kind, name: of }) => kind === "schema" && of === file.name);
    for (const [index, { sql }] of (step?.statements ?? []).entries())
      if (file.statements[index]?.tree.kind !== "drop") await session.execute(sql);
  }
  const row = { id, startedAt: at, schema, tables: rebuild.tables, digest, files: undefined };
  await executeTogether(session, writeUnderWay(`${home}.${TABLES.rebuild}`, row));
}

/** What waits in quarantine is not tried by the batches either; what a batch has left out is tried by the next command. */
async function copyQuarantine(
  session: Session,
  { schema, home }: Beside,
  { own }: BesidePlan,
): Promise<void> {
  const columns = own.find(({ name }) => name === TABLES.quarantine)?.columns.join(", ");
  if (columns === undefined) return;
  const [table, ledger] = [`${schema}.${TABLES.quarantine}`, `${schema}.${TABLES.files}`];
  await executeTogether(session, [
    "begin",
    `delete from ${table}`,
    `insert into ${table} (${columns}) select ${columns} from ${home}.${TABLES.quarantine} where ${FILE_DIGEST} not in (select ${FILE_DIGEST} from ${ledger})`,
    "commit",
  ]);
}

async function readPath(session: Session): Promise<readonly string[]> {
  const { path } = await queryFirstRow(session, "select current_schemas(false) as path");
  const found = splitArray(path ?? "");
  return found.length > 0 ? found : ["public"];
}

function sayAnew({ startedAt, digest }: UnderWay, now: string): string {
  const since = startedAt === undefined ? "" : ` of ${formatMoment(startedAt)}`;
  return digest === now
    ? `tables that batches of the rebuild${since} had created are gone: it starts over`
    : `the SQL, or the location of a source, has changed since the rebuild${since} began: it starts over`;
}

function refuseOther({ tables, startedAt }: UnderWay, rebuild: RebuildPart): void {
  if (tables.join() === rebuild.tables.join()) return;
  const since = startedAt === undefined ? "" : `, since ${formatMoment(startedAt)}`;
  throw new ConfigError(`a rebuild of ${tables.join(", ")} is in progress${since}`, {
    where: TABLES.rebuild,
    next: `finish it first: \`dwh rebuild ${tables.join(" ")} --batch-size …\` goes on, \`dwh rebuild --abandon\` abandons it; nothing was done`,
  });
}

/** 42501 is insufficient_privilege. */
function refuseSchema(schema: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof WarehouseError) || error.sqlState !== "42501") throw error;
    throw new ConfigError(
      `the job may not create the schema ${schema}, where a rebuild in batches creates its tables`,
      {
        where: schema,
        next: `\`dwh bootstrap\`, which may be repeated, creates it; or an administrator runs: create schema ${schema} authorization <the job's user>`,
        cause: error,
      },
    );
  };
}

function withoutTable(): ConfigError {
  const file = `sql/schema/${TABLES.rebuild}.sql`;
  return new ConfigError(
    `nothing can be rebuilt in batches: the SQL has no ${file}, which keeps track of a rebuild in progress`,
    {
      where: "--batch-size",
      next: `add the ${file} that comes with the program to the other tables of the job; nothing was done`,
    },
  );
}
