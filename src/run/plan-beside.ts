/** What of a plan is done beside the star, and what in the exchange, where tables are recreated in batches. Pure. */
import { createHash } from "node:crypto";
import { parseTableName, spellTableName } from "../dialect/table-name.ts";
import { ConfigError } from "../errors.ts";
import { schemaTables } from "../migrate/schema-tables.ts";
import { TABLES } from "../names.ts";
import { shownBy } from "../plan/change.ts";
import { digestKey } from "../plan/decide-step.ts";
import { graphOf, starTables } from "../plan/graph.ts";
import { planRebuild, type RebuildPart } from "../plan/partly.ts";
import type { PlannedStep, StepKind } from "../plan/plan.ts";
import { isCheck, type SqlFile } from "../plan/sql-file.ts";
import type { SqlFolder } from "../plan/sql-folder.ts";
import type { Source } from "../sources/source.ts";
import type { TakenTable } from "./beside.ts";

/** What is done where. */
export interface BesidePlan {
  /** Files of sql/schema that make tables beside the star, in their order. */
  readonly schema: readonly SqlFile[];
  /** All files that make rows there, with those. */
  readonly makers: readonly SqlFile[];
  /** Steps that a batch leaves out, by `digestKey`, and why; */
  readonly batch: ReadonlyMap<string, string>;
  /** and those that the exchange leaves out. */
  readonly exchange: ReadonlyMap<string, string>;
  /** The tables that are recreated; */
  readonly tables: readonly TakenTable[];
  /** and the job's own. */
  readonly own: readonly TakenTable[];
}

const OWN: readonly string[] = Object.values(TABLES);

/**
 * Returns it. Beside the star is what the batches fill, and the views on it; everything else a batch reads where it is. So what it reads of the star has to be recreated too, or a run that comes in
 * between would change half of what is matched.
 * @throws ConfigError for SQL of which that cannot be done
 */
export function planBeside(sql: Pick<SqlFolder, "steps">, rebuild: RebuildPart): BesidePlan {
  const { steps } = sql;
  const { movers, checks, reads } = graphOf(steps);
  const all = movers.filter(({ kind }) => kind === "transform");
  const taken = movers.filter((file) => !rebuild.without.has(keyOf(file)));
  const filled = new Set(taken.flatMap(({ writes }) => writes));
  const views = new Map(steps.flatMap(({ statements }) => statements.flatMap(({ tree }) => shownBy(tree))));
  const isBeside = (table: string): boolean =>
    filled.has(table) || (views.get(table) ?? []).some((shown) => shown !== table && isBeside(shown));
  const declaring = steps.filter(({ kind, name }) => kind === "schema" && !OWN.includes(name));
  const schema = declaring.filter(({ writes }) => writes.some(isBeside));
  const others = new Set(starTables(steps, all).filter((table) => !rebuild.tables.includes(table)));
  const makers = [...schema, ...taken];
  refuseNames(makers);
  for (const file of schema) refuseMixed(file, isBeside);
  const open = taken.find((file) => reads(file).some((table) => others.has(table)));
  if (open !== undefined)
    throw withOthers(
      open,
      reads(open).filter((table) => others.has(table)),
      withAll(steps, rebuild),
    );
  const declared = schemaTables(sql);
  const tables = rebuild.tables.map((name) => {
    const table = declared.find(({ definition }) => definition.name === name);
    if (table === undefined) throw undeclared(name);
    return takenTable(table);
  });
  const beside = new Set(schema);
  const batch = new Map([
    ...rebuild.without,
    ...declaring.filter((file) => !beside.has(file)).map(noted("its tables are read where they are")),
    ...checks.filter(({ kind }) => kind === "audit").map(noted("run before the new tables are published")),
    ...checks
      .filter((file) => !isAudit(file) && reads(file).some((table) => others.has(table)))
      .map(noted("it reads tables that are not rebuilt")),
  ]);
  const exchange = new Map([
    ...rebuild.without,
    ...taken.map(noted("done in the batches")),
    ...checks.filter((file) => isCheck(file.kind) && !isAudit(file)).map(noted("run with each batch")),
  ]);
  const own = declared.filter((table) => table.own).map(takenTable);
  return { schema, makers, batch, exchange, tables, own };
}

/** Returns what tells whether batches that were loaded are still of use: the text of what makes the tables, which tables, and where the sources are. */
export function besideDigest(
  { makers }: BesidePlan,
  steps: readonly PlannedStep[],
  rebuild: RebuildPart,
  sources: readonly Source[],
): string {
  const made = new Set(makers.map(keyOf));
  const texts = steps.flatMap((step) =>
    made.has(digestKey(step)) ? [`${digestKey(step)} ${step.logic}`] : [],
  );
  const places = sources.flatMap(({ name, urls, roots = urls }) => [name, ...roots]);
  return createHash("sha256")
    .update(JSON.stringify([texts, rebuild.tables, places]))
    .digest("hex");
}

function takenTable({ definition }: ReturnType<typeof schemaTables>[number]): TakenTable {
  // An identity counts on by itself, and takes no value.
  const held = definition.columns.filter(({ identity }) => identity === undefined || identity.byDefault);
  return { name: definition.name, columns: held.map(({ name }) => spellTableName([name])) };
}

function isAudit({ kind }: SqlFile): boolean {
  return kind === "audit";
}

function keyOf(file: SqlFile): string {
  return digestKey({ kind: file.kind as StepKind, name: file.name });
}

function noted(why: string): (file: SqlFile) => readonly [string, string] {
  return (file) => [keyOf(file), why];
}

const IN_ONE = "or leave --batch-size out, which rebuilds in one transaction";

/** A name with a schema means one table, wherever a batch is. */
function refuseNames(makers: readonly SqlFile[]): void {
  const bare = new Set(makers.flatMap(({ writes }) => writes.map((table) => parseTableName(table).name)));
  for (const { path, reads, writes } of makers) {
    const named = [...writes, ...reads].find((table) => {
      const { schema, name } = parseTableName(table);
      return schema !== undefined && (writes.includes(table) || bare.has(name));
    });
    if (named === undefined) continue;
    throw new ConfigError(`${path} names a schema, and batches create their tables in another one`, {
      where: named,
      next: `write the name without its schema: the search path of the job's user finds it; ${IN_ONE}`,
    });
  }
}

function refuseMixed({ path, writes }: SqlFile, isBeside: (table: string) => boolean): void {
  const other = writes.find((table) => !isBeside(table));
  if (other === undefined) return;
  throw new ConfigError(`${path} creates both a table that batches fill and one that they only read`, {
    where: other,
    next: `give each a file of its own; ${IN_ONE}`,
  });
}

/** What is recreated with everything that it reads of the star. */
function withAll(steps: readonly SqlFile[], rebuild: RebuildPart): RebuildPart {
  const { movers, reads } = graphOf(steps);
  const star = starTables(steps, movers);
  const read = movers
    .filter((file) => rebuild.fills.has(keyOf(file)))
    .flatMap(reads)
    .filter((table) => star.includes(table) && !rebuild.tables.includes(table));
  if (read.length === 0) return rebuild;
  return withAll(steps, planRebuild(steps, { select: [...rebuild.tables, ...read], exclude: [] }));
}

function withOthers({ path }: SqlFile, others: readonly string[], all: RebuildPart): ConfigError {
  const tables = all.whole ? "" : `${all.tables.join(" ")} `;
  return new ConfigError(
    `${path} reads ${others.join(", ")}, which would not be rebuilt: a run between two batches could change it`,
    {
      where: "--batch-size",
      next: `rebuild the tables that it comes from with it: \`dwh rebuild ${tables}--batch-size …\`; ${IN_ONE}`,
    },
  );
}

function undeclared(table: string): ConfigError {
  return new ConfigError(`no \`create table if not exists\` of sql/schema creates ${table}`, {
    where: table,
    next: `declare it there; ${IN_ONE}`,
  });
}
