// Writes the pages under docs/ that are made of the code. Needs dist/, which `npm run docs` builds first.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { renderDocs } from "../dist/docs.js";
import { loadSql } from "../dist/job/load-sql.js";

const sql = await loadSql(fileURLToPath(new URL("../sql", import.meta.url)));
for (const [name, text] of Object.entries(renderDocs(sql))) {
  writeFileSync(new URL(`../docs/${name}`, import.meta.url), text);
}
