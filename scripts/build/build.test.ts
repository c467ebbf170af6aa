import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

// Plain JavaScript, because it builds what runs TypeScript.
const load = (file: string) => import(new URL(file, import.meta.url).href);
const { ROOT } = await load("../tools/child.mjs");
const { assembleStandalone, findEnvironmentFiles } = await load("./assemble.mjs");
const { fingerprint } = await load("./fingerprint.mjs");

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), "amivault-build-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, content = ""): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), content);
}

test("a build is skipped for a touched file, and not for a changed, new or renamed one", () => {
  write("lib/a.ts", "1");
  const first = fingerprint(root);
  utimesSync(path.join(root, "lib/a.ts"), 1, 1);
  write("lib/a.test.ts", "tests are not built");
  write("docs/a.md", "nor is documentation");
  expect(fingerprint(root)).toBe(first);
  write("lib/a.ts", "2");
  const changed = fingerprint(root);
  write("app/page.tsx");
  const added = fingerprint(root);
  rmSync(path.join(root, "lib/a.ts"));
  write("lib/b.ts", "2");
  const renamed = fingerprint(root);
  expect(new Set([first, changed, added, renamed]).size).toBe(4);
});

test("what is assembled serves its own assets and holds no environment file", () => {
  write(".next/standalone/server.js");
  write(".next/standalone/.env", "SECRET=1");
  write(".next/standalone/.env.production", "SECRET=1");
  write(".next/standalone/app/.env.local", "SECRET=1");
  write(".next/standalone/.environment", "kept");
  write(".next/static/chunks/a.js");
  write("public/robots.txt");
  assembleStandalone(root);
  const output = path.join(root, ".next/standalone");
  expect(findEnvironmentFiles(output)).toEqual([]);
  for (const file of [".environment", ".next/static/chunks/a.js", "public/robots.txt"]) {
    expect(existsSync(path.join(output, file))).toBe(true);
  }
});

test("a build that left no server is a failure, not an empty product", () => {
  expect(() => assembleStandalone(root)).toThrow("server.js");
});

test("the output that lies here, if one does, holds no environment file", () => {
  expect(findEnvironmentFiles(path.join(ROOT, ".next/standalone"))).toEqual([]);
});
