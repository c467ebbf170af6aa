import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

const PAGES = [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "CHANGELOG.md",
  ...readdirSync("docs", { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => path.join("docs", name)),
];

/** Folders of the repository; what begins with one of them in a page is a path. */
const FOLDERS = /^(app|bench|docs|e2e|lambda|lib|scripts|simulator|worker|\.ci)\//;
const PLACEHOLDER = /[<>*…]/;

const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
const ownScripts = new Set([...Object.keys(scripts), "ci", "install"]);

describe.each(PAGES)("%s", (page) => {
  const text = readFileSync(page, "utf8");

  test("links only to files that exist", () => {
    const targets = [...text.matchAll(/(?:\]\(|src(?:set)?=")([^)"#\s]+)(?:#[^)]*)?[)"]/g)]
      .map(([, target = ""]) => target)
      .filter((target) => !/^[a-z]+:/.test(target));
    const missing = targets.filter((to) => !existsSync(path.join(path.dirname(page), to)));
    expect(missing).toEqual([]);
  });

  test("names only paths that exist", () => {
    const paths = [...text.matchAll(/`([^`\s]+)`/g)]
      .map(([, word = ""]) => word)
      .filter((word) => FOLDERS.test(word) && !PLACEHOLDER.test(word));
    expect(paths.filter((name) => !existsSync(name))).toEqual([]);
  });

  test("names only npm scripts that exist", () => {
    const named = [...text.matchAll(/\bnpm (?:run )?(?:--silent )?([a-z][a-z:]*)/g)]
      .filter(([whole]) => /npm (run|test|start|ci)/.test(whole))
      .map(([, name = ""]) => name);
    expect(named.filter((name) => !ownScripts.has(name))).toEqual([]);
  });
});
