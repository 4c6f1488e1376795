/** Views of Redshift that have no rows here, since there is nothing of what they tell: external tables, rights on relations. */
import type { SystemQuery } from "./system-query.ts";

const VIEWS: readonly (readonly [name: string, columns: string])[] = [
  [
    "svv_external_columns",
    "redshift_database_name schemaname tablename columnname external_type columnnum:INTEGER part_key:INTEGER is_nullable",
  ],
  [
    "svv_relation_privileges",
    "namespace_name relation_name privilege_type identity_id:INTEGER identity_name identity_type admin_option:BOOLEAN",
  ],
];

/** Their queries; the columns are those of Developer Guide, "SVV_EXTERNAL_COLUMNS" and "SVV_RELATION_PRIVILEGES". */
export const EMPTY_VIEWS: readonly SystemQuery[] = VIEWS.map(([name, columns]) => {
  const told = columns.split(" ").map((column) => {
    const [own = "", type = "VARCHAR"] = column.split(":");
    return `NULL::${type} AS ${own}`;
  });
  return [name, `SELECT ${told.join(", ")} WHERE false`];
});
