import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";

// Plain JavaScript, because it has to run before anything is installed.
const { isInstalled } = await import(new URL("./install.mjs", import.meta.url).href);

const folder = mkdtempSync(path.join(os.tmpdir(), "amivault-install-"));
afterAll(() => rmSync(folder, { recursive: true }));

const wanted = {
  "": { version: "1.0.0" },
  "node_modules/a": { version: "1.2.3" },
  "node_modules/other-platform": { version: "1.0.0", optional: true },
};

function project(lock: object, present: object | null): string {
  const root = mkdtempSync(path.join(folder, "project-"));
  writeFileSync(path.join(root, "package-lock.json"), JSON.stringify({ packages: lock }));
  mkdirSync(path.join(root, "node_modules"));
  if (present) {
    const file = path.join(root, "node_modules/.package-lock.json");
    writeFileSync(file, JSON.stringify({ packages: present }));
  }
  return root;
}

test("is installed when node_modules has every version of the lock file", () => {
  expect(isInstalled(project(wanted, { "node_modules/a": { version: "1.2.3" } }))).toBe(true);
});

test("is not installed when a version differs, a package is missing or npm did not finish", () => {
  expect(isInstalled(project(wanted, { "node_modules/a": { version: "1.2.2" } }))).toBe(false);
  expect(isInstalled(project(wanted, {}))).toBe(false);
  expect(isInstalled(project(wanted, null))).toBe(false);
});
