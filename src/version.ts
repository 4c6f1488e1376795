/** The version of the program. */
import { readFileSync } from "node:fs";

/** Returns it as package.json has it. */
export function readVersion(): string {
  const file = new URL("../package.json", import.meta.url);
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
