/** Which tables nobody can read at the moment, since another session holds them. */
import { quoteLiteral } from "../dialect/quote.ts";
import { parseTableName, spellQualifiedName } from "../dialect/table-name.ts";
import { queryFirstRow, queryRows } from "../warehouse/query-rows.ts";
import { isStatementFault } from "../warehouse/statement-fault.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { splitArray } from "../text/split-array.ts";

/**
 * Returns those of the names whose table another session has locked so that whoever reads it waits: by LOCK, or since it has made, dropped
 * or changed it in a transaction that is still open. One that still waits to do so counts too: of AWS re:Post, "How do I find and
 * release locks in Amazon Redshift?", some versions say that readers wait behind it, some that they do not. A bare name means the first
 * table of that name in the search path. None where the warehouse does not tell: then the waiting has its limit, and tells who holds
 * what. Outside a transaction, which a refusal would end.
 * @throws UnreachableError
 */
export async function readHeldTables(
  session: Session,
  names: readonly string[],
): Promise<ReadonlySet<string>> {
  if (names.length === 0) return new Set();
  try {
    return await askHeld(session, names);
  } catch (error) {
    if (!isStatementFault(error)) throw error;
    return new Set();
  }
}

async function askHeld(session: Session, names: readonly string[]): Promise<ReadonlySet<string>> {
  const wanted = names.map((spelling) => ({ spelling, ...parseTableName(spelling) }));
  // A query of its own: it is the leader node's, and refused beside tables (Developer Guide, "CURRENT_SCHEMAS").
  const path = splitArray(
    (await queryFirstRow(session, "select current_schemas(false) as path"))["path"] ?? "",
  );
  const rows = await queryRows(
    session,
    `select trim(n.nspname) as schema_name, trim(c.relname) as table_name, count(h.pid) as holders
     from pg_class as c
     inner join pg_namespace as n on c.relnamespace = n.oid
     left join pg_locks as h
       on c.oid = h.relation and h.mode = 'AccessExclusiveLock' and h.pid <> pg_backend_pid()
     where c.relname in (${[...new Set(wanted.map(({ name }) => quoteLiteral(name)))].join(", ")})
     group by n.nspname, c.relname`,
  );
  const holders = new Map(
    rows.map((row) => [
      spellQualifiedName({ schema: row["schema_name"] ?? "", name: row["table_name"] ?? "" }),
      Number(row["holders"]),
    ]),
  );
  const isHeld = ({ schema, name }: (typeof wanted)[number]): boolean => {
    const meant = (schema === undefined ? path : [schema])
      .map((one) => holders.get(spellQualifiedName({ schema: one, name })))
      .find((count) => count !== undefined);
    return meant !== undefined && meant > 0;
  };
  return new Set(wanted.filter(isHeld).map(({ spelling }) => spelling));
}
