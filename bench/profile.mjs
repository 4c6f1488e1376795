// What DuckDB handled, from its own profile: node bench/profile.mjs <warehouse> <events> <songs> runs the job once in this process and
// prints, step by step, how many rows the steps built (into hash tables of joins and groups, sorts and windows), probed and scanned.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { DuckDBConnection } from "@duckdb/node-api";
import { rolldown } from "rolldown";

const root = fileURLToPath(new URL("..", import.meta.url));
const PARTS = {
  loadSql: "src/job/load-sql.ts",
  run: "src/run/run.ts",
  open: "src/warehouse/local/open.ts",
  store: "src/store/folder-store.ts",
};
const [database, events, songs] = process.argv.slice(2);

const built = join(root, "node_modules/.cache/dwh-profile");
mkdirSync(built, { recursive: true });
const bundle = await rolldown({ input: PARTS, cwd: root, platform: "node", external: /^[^./]/ });
await bundle.write({ dir: built, entryFileNames: "[name].mjs", chunkFileNames: "[name]-[hash].mjs" });
const [{ loadSql }, { run }, { openLocalWarehouse }, { openFolderStore }] = await Promise.all(
  Object.keys(PARTS).map((name) => import(pathToFileURL(join(built, `${name}.mjs`)).href)),
);

const work = mkdtempSync(join(tmpdir(), "dwh-profile-"));
const output = join(work, "profile.json");
const steps = new Map();
let step;

/** Adds what the query before has left, if it was one of a step. */
function collect() {
  if (step === undefined || !existsSync(output)) return;
  const text = readFileSync(output, "utf8");
  rmSync(output);
  const sums = steps.get(step) ?? { built: 0, probed: 0, scanned: 0 };
  if (text !== "") add(JSON.parse(text), sums);
  steps.set(step, sums);
}

/** The rows that an operator takes in: those of its children, the right one being what a join builds of. */
function add(node, sums) {
  const name = node.operator_type ?? "";
  const rows = (node.children ?? []).map((child) => child.operator_cardinality ?? 0);
  if (/JOIN|CROSS_PRODUCT/.test(name)) {
    sums.probed += rows[0] ?? 0;
    sums.built += rows[1] ?? 0;
    // These sort both of their sides.
    if (/PIECEWISE|IE_JOIN/.test(name)) sums.built += rows[0] ?? 0;
  }
  if (/GROUP_BY|ORDER_BY|TOP_N|WINDOW/.test(name)) sums.built += rows[0] ?? 0;
  if (/SCAN/.test(name)) sums.scanned += node.operator_cardinality ?? 0;
  for (const child of node.children ?? []) add(child, sums);
}

for (const method of ["run", "runAndReadAll", "stream"]) {
  const inner = DuckDBConnection.prototype[method];
  DuckDBConnection.prototype[method] = function (...args) {
    collect();
    return inner.apply(this, args);
  };
}

const format = { kind: "json" };
const sources = [
  { name: "events", urls: [join(resolve(events), "/")], mayBeEmpty: true, jsonpaths: undefined, format },
  { name: "songs", urls: [join(resolve(songs), "/")], mayBeEmpty: true, jsonpaths: undefined, format },
];
const warehouse = await openLocalWarehouse({
  path: database,
  store: openFolderStore({}),
  now: () => new Date(),
});
try {
  const profiled = {
    kind: warehouse.kind,
    name: warehouse.name,
    withSession: (use) =>
      warehouse.withSession(async (session) => {
        await session.state.connection.run(
          `SET enable_profiling = 'json'; SET profiling_output = '${output}'; SET profiling_mode = 'standard'`,
        );
        return use({
          cancel: () => session.cancel(),
          execute: async (sql, options) => {
            collect();
            step = options?.label?.split("step ")[1];
            const result = await session.execute(sql, options);
            collect();
            step = undefined;
            return result;
          },
        });
      }),
  };
  const result = await run({
    warehouse: profiled,
    store: openFolderStore({}),
    sql: await loadSql(join(root, "sql")),
    sources,
    workUrl: join(work, "work/"),
    copyRole: "default",
    maxRejects: 0,
    auditEvery: 7 * 86_400_000,
    runId: `profile-${process.pid}`,
    version: "bench",
    now: () => new Date(),
    signal: new AbortController().signal,
    classify: () => ({ kind: "terminal", reason: "" }),
    sleep: () => Promise.resolve(),
    random: () => 0,
    onEvent: () => undefined,
  });
  if (result.status !== "succeeded") throw result.error;
  console.log(JSON.stringify(Object.fromEntries(steps)));
} finally {
  warehouse.close();
  rmSync(work, { recursive: true, force: true });
  rmSync(built, { recursive: true, force: true });
}
