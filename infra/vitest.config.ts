import { defineConfig } from "vitest/config";
import { patience } from "../test/support/patience.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/support/leftovers.ts"],
    // These end what hangs, and nothing else (test/README.md, "Patience").
    testTimeout: patience(600_000),
    hookTimeout: patience(600_000),
    maxWorkers: 2,
    // Files share a process: loading Pulumi and recording the variants takes longer than all tests together.
    isolate: false,
    reporters: ["default"],
  },
});
