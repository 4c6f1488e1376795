// Writes the pages under docs/ that are made of the code. Needs dist/, which `npm run docs` builds first.
import { writeFileSync } from "node:fs";
import { renderConfigurationDocs } from "../dist/config/docs.js";

const pages = { "configuration.md": renderConfigurationDocs() };
for (const [name, text] of Object.entries(pages)) {
  writeFileSync(new URL(`../docs/${name}`, import.meta.url), text);
}
