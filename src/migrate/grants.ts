/** What was granted on tables that are recreated, so that it is granted again. */
import { quoteLiteral } from "../dialect/quote.ts";
import { parseTableName, spellTableName } from "../dialect/table-name.ts";
import { queryRows } from "../warehouse/query-rows.ts";
import { isStatementFault } from "../warehouse/statement-fault.ts";
import type { Session } from "../warehouse/warehouse.ts";
import type { Migration } from "./decide.ts";

/** How an identity stands in a GRANT (Developer Guide, "GRANT", "SVV_RELATION_PRIVILEGES"). */
const TO: Readonly<Record<string, (name: string) => string>> = {
  user: (name) => spellTableName([name]),
  role: (name) => `role ${spellTableName([name])}`,
  group: (name) => `group ${spellTableName([name])}`,
  public: () => "public",
};

/**
 * Returns the statements that grant it again once the new tables are there. A user sees those that are theirs
 * to see ("SVV_RELATION_PRIVILEGES"); a warehouse that tells none has none. What the owner has, a new table of theirs has anyway.
 * @throws UnreachableError
 */
export async function readGrants(session: Session, { drifts }: Migration): Promise<readonly string[]> {
  const grants: string[] = [];
  for (const { full, anew } of drifts)
    if (anew !== undefined) grants.push(...(await grantsOn(session, full)));
  return grants;
}

async function grantsOn(session: Session, full: string): Promise<readonly string[]> {
  const { schema = "", name } = parseTableName(full);
  try {
    const rows = await queryRows(
      session,
      `select privilege_type, identity_name, identity_type, admin_option from svv_relation_privileges
       where namespace_name = ${quoteLiteral(schema)} and relation_name = ${quoteLiteral(name)} and identity_name <> current_user order by 3, 2, 1`,
    );
    return rows.flatMap((row) => {
      const to = TO[(row["identity_type"] ?? "").trim().toLowerCase()];
      if (to === undefined) return [];
      const option = /^t/i.test(row["admin_option"] ?? "") ? " with grant option" : "";
      const privilege = (row["privilege_type"] ?? "").trim().toLowerCase();
      return [`grant ${privilege} on ${full} to ${to(row["identity_name"] ?? "")}${option}`];
    });
  } catch (error) {
    if (!isStatementFault(error)) throw error;
    return [];
  }
}
