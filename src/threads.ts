/** Programs of threads of their own. Node starts them from a file, so that they are what is built, also where the sources run. */
import { existsSync } from "node:fs";

/** Where a program is: beside this module once that is built, whatever their folder is called by then. */
function builtProgram(name: string): URL {
  const beside = new URL(name, import.meta.url);
  return existsSync(beside) ? beside : new URL(`../dist/${name}`, import.meta.url);
}

/** src/warehouse/local/compile/thread.ts */
export const COMPILE_THREAD = builtProgram("compile-thread.js");
