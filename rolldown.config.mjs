// What Node loads of src/, and of the packages that every start needs: one file for what is loaded together, in place of one for each module
// (docs/decisions/0016-bundled.md).
import { builtinModules } from "node:module";
import { defineConfig } from "rolldown";

/** Packages that come into dist/. All others stay what they are: those the job's image lacks (Dockerfile), and AWS's, which few runs need. */
const BUNDLED = [
  "@duckdb/node-api",
  "commander",
  "convict",
  "csv-stringify",
  "fzstd",
  "node-cron",
  "ora",
  "pg",
  "string-width",
  "winston",
  "xxhash-wasm",
];

/** What DuckDB's client calls: a package for each platform. The job's image lacks it. */
const MACHINE_CODE = "@duckdb/node-bindings";

/** Whether a module is loaded from where it is installed: what a bundled package needs comes along with it. */
function isExternal(name, importer) {
  if (name.startsWith("node:") || builtinModules.includes(name) || name === MACHINE_CODE) return true;
  if (/^[./]/.test(name) || importer === undefined || importer.includes("/node_modules/")) return false;
  return !BUNDLED.some((one) => name === one || name.startsWith(`${one}/`));
}

/** The modules. */
const modules = defineConfig({
  input: {
    main: "src/main.ts",
    index: "src/index.ts",
    // A thread of `dwh serve`: src/threads.ts.
    "compile-thread": "src/warehouse/local/compile/thread.ts",
    // What scripts/docs.mjs and bench/s3.mjs call.
    docs: "src/docs.ts",
    "job/load-sql": "src/job/load-sql.ts",
    "sources/pack": "src/sources/pack.ts",
    "sources/pack-plan": "src/sources/pack-plan.ts",
    "sources/source": "src/sources/source.ts",
    "store/s3-store": "src/store/s3-store.ts",
  },
  platform: "node",
  external: isExternal,
  output: {
    dir: "dist",
    format: "esm",
    entryFileNames: "[name].js",
    // What V8 need not read: a fifth of the text. The names of functions, which an error's stack tells, stay.
    comments: { jsdoc: false },
    // Beside the entries: package.json and sql/ are found from there (src/version.ts, src/sql-dir.ts).
    chunkFileNames: "[name]-[hash].js",
  },
});

/** The program, which starts main.js and is no module: src/launch.ts. */
const program = defineConfig({
  input: { dwh: "src/launch.ts" },
  platform: "node",
  // What it starts is built above.
  plugins: [
    {
      name: "main",
      resolveId: (name) => (name === "./main.ts" ? { id: "./main.js", external: "relative" } : null),
    },
  ],
  output: {
    dir: "dist",
    format: "cjs",
    entryFileNames: "[name].cjs",
    banner: "#!/usr/bin/env node",
  },
});

export default [modules, program];
