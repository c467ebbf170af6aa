import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

// Plain JavaScript, because it has to run before anything is installed.
const { findMissing } = await import(new URL("./complete-lock.mjs", import.meta.url).href);
const text = readFileSync("package-lock.json", "utf8");

test("package-lock.json has the packages of every platform, so that npm ci accepts it anywhere", () => {
  const advice = "run: node scripts/tools/complete-lock.mjs";
  expect(Object.keys(findMissing(JSON.parse(text).packages)), advice).toEqual([]);
});

test("package-lock.json names no download address", () => {
  expect(text).not.toContain('"resolved"');
});

test("finds what a nested package wants beside itself or above", () => {
  const packages = {
    "": {},
    "node_modules/a": { optionalDependencies: { "a-linux-x64": "1.0.0", "a-darwin-x64": "1.0.0" } },
    "node_modules/a/node_modules/a-linux-x64": {},
    "node_modules/b/node_modules/c": {
      dev: true,
      optionalDependencies: { "c-linux-arm64-musl": "2.0.0" },
    },
  };
  expect(findMissing(packages)).toEqual({
    "node_modules/a-darwin-x64": { version: "1.0.0", cpu: ["x64"], optional: true, os: ["darwin"] },
    "node_modules/c-linux-arm64-musl": {
      version: "2.0.0",
      cpu: ["arm64"],
      dev: true,
      libc: ["musl"],
      optional: true,
      os: ["linux"],
    },
  });
});
