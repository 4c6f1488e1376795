/** Whether the tables are as the files declare them: what a run ensures before anything else. */
import { ConfigError, DwhError } from "../errors.ts";
import { decideMigration } from "../migrate/decide.ts";
import { fullName } from "../migrate/full-name.ts";
import { migrate } from "../migrate/migrate.ts";
import { refuseTwoNames } from "../migrate/one-name.ts";
import { readCatalogue, readMigration } from "../migrate/read-migration.ts";
import { sayDrift } from "../migrate/say-difference.ts";
import { schemaTables, type SchemaTable } from "../migrate/schema-tables.ts";
import type { PlannedStep } from "../plan/plan.ts";
import { makeOwnTables } from "../records/make-own-tables.ts";
import { countOf } from "../text/amounts.ts";
import type { Session } from "../warehouse/warehouse.ts";
import type { RunInput } from "./run-input.ts";

/** Differences that are named. */
const SHOWN = 10;

/**
 * Does nothing where all tables are as declared. The job's own tables are brought up to date, with their rows, where ALTER TABLE is enough; those of the star
 * when the run may, and nothing but columns and longer texts is wanted.
 * @param own the steps outside the transaction of the plan
 * @param made whether these have just made the job's tables, which then are as declared
 * @throws ConfigError for what is otherwise, with the command that fixes it; SqlFilesError for a table with two names; as `Session.execute` does.
 */
export async function matchSchema(
  input: Pick<RunInput, "sql" | "migrate" | "onEvent">,
  session: Session,
  own: readonly PlannedStep[],
  made: boolean,
): Promise<void> {
  const tables = schemaTables(input.sql).filter((one) => !made || !one.own);
  if (tables.length === 0) return;
  const there = await readCatalogue(session, tables);
  refuseTwoNames(input.sql.steps, there);
  const isThere = ({ definition }: SchemaTable): boolean =>
    there.tables.has(fullName(definition.name, there));
  const [jobs, star] = [tables.filter((one) => one.own), tables.filter((one) => !one.own)];
  if (!jobs.every(isThere)) await makeOwnTables(session, own);
  const left: string[] = [];
  for (const some of [jobs, star]) {
    const found = decideMigration(some, there);
    if (found.drifts.length === 0) continue;
    const isOwn =
      some === jobs && found.refused.length === 0 && found.drifts.every(({ anew }) => anew === undefined);
    const mayFix = isOwn || (input.migrate?.mode === "safe" && found.safe);
    if (!mayFix) left.push(...found.drifts.flatMap(sayDrift));
    else left.push(...(await fix(input, { session, tables: some, own })));
  }
  if (left.length > 0) throw drifted(left, input.migrate?.command ?? "dwh migrate");
}

/** Two runs may begin at the same time: what another one has done meanwhile is an error of this one's, and no difference any more. */
async function fix(
  { onEvent }: Pick<RunInput, "onEvent">,
  about: {
    readonly session: Session;
    readonly tables: readonly SchemaTable[];
    readonly own: readonly PlannedStep[];
  },
): Promise<readonly string[]> {
  try {
    await migrate({
      ...about,
      onStatement: (sql) => onEvent({ type: "stage", stage: "migrate", detail: sql }),
    });
    return [];
  } catch (error) {
    if (!(error instanceof DwhError)) throw error;
    const { drifts } = await readMigration(about.session, about.tables);
    if (drifts.length > 0) throw error;
    return [];
  }
}

function drifted(left: readonly string[], command: string): ConfigError {
  const more = left.length > SHOWN ? `; and ${countOf(left.length - SHOWN, "more difference")}` : "";
  return new ConfigError(
    `the warehouse is not as sql/schema declares it, and nothing was done: ${left.slice(0, SHOWN).join("; ")}${more}`,
    {
      where: "sql/schema",
      next: `\`${command} --yes\` fixes it; \`${command}\` shows the statements first`,
    },
  );
}
