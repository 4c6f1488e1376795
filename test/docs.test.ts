/** The pages under docs/ that are made of the code. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { COMMANDS } from "../src/cli/declarations.ts";
import { renderDocs } from "../src/docs.ts";
import { loadSql } from "../src/job/load-sql.ts";
import { TABLES } from "../src/names.ts";
import { SQL_DIR } from "./support/sources.ts";

const sql = await loadSql(SQL_DIR);
const pages = renderDocs(sql);

describe("the generated pages", () => {
  it.each(Object.keys(pages))("docs/%s is what the code says; if not, type `npm run docs`", (name) => {
    const page = readFileSync(new URL(`../docs/${name}`, import.meta.url), "utf8");
    // One comparison with the command in its message, since that is what to do about it.
    expect(page === pages[name] ? "fresh" : `docs/${name} is stale: type \`npm run docs\``).toBe("fresh");
  });

  it("show the help of every command", () => {
    for (const name of Object.keys(COMMANDS))
      expect(pages["commands.md"]).toContain(`## dwh ${name}\n\n\`\`\`\nUsage: dwh ${name}`);
  });

  it("list every step once, in the order of a run, checks with their severity, every analysis and every sum", () => {
    const rows = pages["steps.md"]?.split("\n").filter((line) => /^\| (?:\d|\[)/.test(line)) ?? [];
    const names = rows.map((line) => /\[(\w+)\]/.exec(line)?.[1]);
    // The job's own tables are made before the transaction, so that they come first; the ledger is the last of them.
    const own: readonly string[] = [
      TABLES.columns,
      TABLES.failures,
      TABLES.lock,
      TABLES.quarantine,
      TABLES.rebuild,
      TABLES.rejects,
      TABLES.runs,
      TABLES.sql,
      TABLES.starts,
      TABLES.steps,
      TABLES.tables,
      TABLES.files,
    ];
    const inRun = sql.steps.filter(({ kind, name }) => kind !== "schema" || !own.includes(name));
    expect(names).toEqual([...own, ...[...inRun, ...sql.analyses, ...sql.sums].map(({ name }) => name)]);
    expect(rows.find((line) => line.includes("[songplays__level__known]"))).toContain(
      "| warn | `songplays` |",
    );
    expect(rows.find((line) => line.includes("sql/staging/staging_events.sql"))).toContain("files of events");
  });
});
