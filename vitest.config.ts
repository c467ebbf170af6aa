import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{app,lib,worker,lambda,simulator,bench,scripts}/**/*.test.{ts,tsx}"],
    globalSetup: "scripts/test/bundle-function.mjs",
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    coverage: {
      provider: "v8",
      include: ["lib/**/*.ts"],
      exclude: ["lib/**/*.test.ts", "lib/db/migrations/**", "lib/testing/**"],
      reporter: ["text-summary", "json-summary"],
      thresholds: { lines: 80, functions: 80, statements: 80 },
    },
  },
});
