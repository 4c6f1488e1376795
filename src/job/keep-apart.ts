/** Sample and real data never meet in one ledger. */
import { resolve } from "node:path";
import type { Config } from "../config/config.ts";
import { sourceFlag, sourceVariable, type SourceDeclaration } from "../config/declared-source.ts";
import { ConfigError } from "../errors.ts";
import { countLedgerIfAny } from "../records/ledger-if-any.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { quote } from "./retype.ts";
import { SAMPLE, SAMPLE_WAREHOUSE } from "./sample.ts";

/** What is in the url of every file of a sample, wherever the folder was that it was made in. */
const IN_SAMPLE = `/${SAMPLE}/`;

/**
 * Refuses to load the sample into a warehouse that somebody named: they have one, and mean their own data. Nothing is kept of one in
 * memory, and nothing else gets into it.
 * @throws ConfigError
 */
export function refuseNamedWarehouse(
  { warehouse, origins }: Pick<Config, "warehouse" | "origins">,
  declared: readonly SourceDeclaration[],
): void {
  if (origins.warehouse === "default" || warehouse === ":memory:") return;
  if (resolve(warehouse) === resolve(SAMPLE_WAREHOUSE)) return;
  const flags = declared.map(({ name }) => `${sourceFlag(name)} (${sourceVariable(name)})`).join(", ");
  throw new ConfigError("sample data is not loaded into a warehouse that you name", {
    where: warehouse,
    next: `say where the files are: ${flags}; or leave --warehouse (DWH_WAREHOUSE) out: the sample has ${SAMPLE_WAREHOUSE}`,
  });
}

/**
 * Asks the ledger of a local warehouse whether the files of a run may be added to what is in it.
 * @param sample whether these are the sample
 * @throws ConfigError when the sample would meet other files
 */
export async function keepApart(
  session: Session,
  { warehouse, sample }: { readonly warehouse: string; readonly sample: boolean },
): Promise<void> {
  const { matching, others } = await countLedgerIfAny(session, IN_SAMPLE);
  if (sample && others > 0) {
    throw new ConfigError("the warehouse already holds other files, and sample data is not mixed with them", {
      where: warehouse,
      next: `say where your files are, or move ${SAMPLE_WAREHOUSE} away`,
    });
  }
  if (sample || matching === 0) return;
  throw new ConfigError("the warehouse holds sample data, and other files are not mixed with it", {
    where: warehouse,
    next: `empty it first: \`dwh reset --warehouse ${quote(warehouse)}\`; or name another file with --warehouse (DWH_WAREHOUSE)`,
  });
}
