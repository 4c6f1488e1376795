import { defineConfig } from "vitest/config";
import { patience } from "./test/support/patience.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
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
  },
});
