/** Makes views, and lets the catalogue know what they read. */
import { parseTableName } from "../../dialect/table-name.ts";
import type { Result } from "../warehouse.ts";
import { commandResult } from "./command-result.ts";
import type { Compiled } from "./compile.ts";
import type { TableContext } from "./table-context.ts";

/** Makes the view; what it reads cannot be dropped from under it, unless it is a late binding one. Returns CREATE VIEW's result. */
export async function makeView(
  { connection, catalogue }: TableContext,
  { view, sql, late, reads }: Extract<Compiled, { readonly kind: "create view" }>,
): Promise<Result> {
  await connection.run(sql);
  await catalogue.forgetView(view);
  if (!late) await catalogue.rememberView(view, reads.map(parseTableName));
  return commandResult("CREATE VIEW");
}
