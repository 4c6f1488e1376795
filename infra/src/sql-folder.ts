/** The folder of the SQL that goes into the image: sources, their keys and their alarms follow what it declares. */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Returns the folder that `DWH_SQL_DIR` names, from where the program was started; without it the SQL that ships. */
export function sqlFolder(env: Readonly<Record<string, string | undefined>>): string {
  const { DWH_SQL_DIR: named = "" } = env;
  return named === "" ? fileURLToPath(new URL("../../sql", import.meta.url)) : resolve(named);
}
