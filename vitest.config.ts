import { configDefaults, defineConfig } from "vitest/config";
import { patience } from "./test/support/patience.ts";

// Each warehouse that is opened and closed makes glibc give memory back, arena by arena, which stops all threads each time: with one
// arena the tests take a quarter less. Workers, and the programs that they start, get it from here; other systems do not know the name.
process.env["MALLOC_ARENA_MAX"] ??= "1";

// What takes long stands in files of its own: `npm run test:long` runs them, `npm test` leaves them out, and who names a file gets it.
const LONG = "test/**/*.long.test.ts";
const long = process.env["DWH_TEST_LONG"];
const named = process.argv.slice(2).some((word) => word !== "run" && !word.startsWith("-"));

export default defineConfig({
  test: {
    include: [long === "only" ? LONG : "test/**/*.test.ts"],
    exclude: [...configDefaults.exclude, ...(long === undefined && !named ? [LONG] : [])],
    // They end what hangs, and nothing else: test/README.md.
    testTimeout: patience(600_000),
    hookTimeout: patience(600_000),
    setupFiles: ["test/support/leftovers.ts"],
    // No test replaces a module or leaves anything behind in its process, and a new process for every file takes a fifth of the time.
    isolate: false,
    // Two cores: more workers than that only fight over DuckDB's threads.
    maxWorkers: 2,
    // The SDK warns of Node 20 on stderr, where tests look for what the job says.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
    reporters: ["default"],
    coverage: {
      // What no test imports counts too, as not covered. What tests start as a process of its own (dist/main.js) is not seen here.
      include: ["src/**/*.ts"],
      // The text goes into the summary of CI's job; the pages are for who looks at lines.
      reporter: ["text-summary", ["text", { file: "coverage.txt" }], "html"],
      // Two or three points below what a machine with everything measures: some tests are skipped where their tools are missing.
      thresholds: { statements: 90, branches: 84, functions: 89, lines: 91 },
    },
  },
});
