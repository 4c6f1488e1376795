// What the local warehouse does to a file of sql/ before DuckDB sees it: reading it, parsing, looking its tables up, and binding names and
// types. The sources are bundled here for that, as these are parts of the program that nothing else calls by themselves.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { rolldown } from "rolldown";
import { median } from "./measure.mjs";
import { figure, title } from "./print.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const SQL = join(root, "sql");
const PARTS = {
  loadSql: "src/job/load-sql.ts",
  cases: "src/cases/run-sql-case.ts",
  plan: "src/plan/plan.ts",
  variables: "src/plan/variables.ts",
  session: "src/warehouse/local/session.ts",
};

export async function compile(_folder, rounds) {
  const times = Math.max(rounds, 11);
  // Below the project, where packages are found.
  const built = join(root, "node_modules/.cache/dwh-bench");
  mkdirSync(built, { recursive: true });
  try {
    const bundle = await rolldown({ input: PARTS, cwd: root, platform: "node", external: /^[^./]/ });
    await bundle.write({ dir: built, entryFileNames: "[name].mjs", chunkFileNames: "[name]-[hash].mjs" });
    const load = (name) => import(pathToFileURL(join(built, `${name}.mjs`)).href);
    const [{ loadSql }, { openEmptyTables }, { planRun }, { WITHOUT_LOADS }, { LocalSession }] =
      await Promise.all(Object.keys(PARTS).map(load));

    const reads = [];
    const spent = new Map();
    for (let time = 0; time < times; time++) {
      const start = performance.now();
      const sql = await loadSql(SQL);
      reads.push(performance.now() - start);
      const warehouse = await openEmptyTables({ sql, now: () => new Date() });
      await warehouse.withSession(async (session) => {
        await session.execute("begin");
        for (const { path, statements } of planRun(sql, WITHOUT_LOADS).steps) {
          if (statements.length === 0) continue;
          let own = 0;
          for (const { sql: text } of statements) own += await compiled(LocalSession, session, text);
          spent.set(path, [...(spent.get(path) ?? []), own]);
        }
        await session.execute("rollback");
      });
      warehouse.close();
    }
    const files = [...spent].map(([path, each]) => ({ path, first: each[0], usual: median(each) }));
    const largest = (key) => files.toSorted((one, other) => other[key] - one[key])[0];
    const sum = (key) => files.reduce((total, file) => total + file[key], 0);
    title(`Compile: ${files.length} files of sql/ that a run sends; median of ${times}, in one process`);
    figure("read and parsed, all, the first time", milliseconds(reads[0]));
    figure("read and parsed, all", milliseconds(median(reads)));
    figure("a file, the first time, on average", milliseconds(sum("first") / files.length), "less than 5 ms");
    figure("a file, on average", milliseconds(sum("usual") / files.length), "less than 5 ms");
    const slow = largest("usual");
    figure(`the slowest: ${slow.path}`, milliseconds(slow.usual), "less than 5 ms");
    const cold = largest("first");
    figure(`the slowest the first time: ${cold.path}`, milliseconds(cold.first));
  } finally {
    rmSync(built, { recursive: true, force: true });
  }
}

/** Milliseconds until the statement is what DuckDB would be sent; it is executed after that, since the next one may need its table. */
async function compiled(LocalSession, session, text) {
  const start = performance.now();
  const read = await session.state.shared.compiler.check(text);
  await LocalSession.prototype.plan.call(session, read, text, false);
  const spent = performance.now() - start;
  await session.execute(text);
  return spent;
}

function milliseconds(value) {
  return `${value.toFixed(1)} ms`;
}
