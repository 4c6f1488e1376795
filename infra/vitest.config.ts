import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // Files share a process: loading Pulumi and recording the variants takes longer than all tests together.
    isolate: false,
    reporters: ["default"],
  },
});
