/** The warehouses in `examples/`, and the public data of which they are. */
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");
const FOLDER = join(ROOT, "examples");

/** Every example, with its folder. */
export const EXAMPLES: readonly { readonly name: string; readonly folder: string }[] = readdirSync(FOLDER, {
  withFileTypes: true,
})
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => ({ name, folder: join(FOLDER, name) }));

/** The files of the package vega-datasets, as it is installed. */
export const VEGA_DATA = join(ROOT, "node_modules/vega-datasets/data");
