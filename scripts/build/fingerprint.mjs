import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

/** What the build is made of. Tests and Markdown change nothing in it. */
const SOURCES = [
  "app",
  "lib",
  "worker",
  "lambda",
  "simulator",
  "public",
  "scripts/build",
  "scripts/build.mjs",
  "scripts/bundle.mjs",
  "scripts/demo/seed",
  "scripts/tools",
  "proxy.ts",
  "next.config.ts",
  "tsconfig.json",
  "package.json",
  "package-lock.json",
];
const LEFT_OUT = /(\.test\.tsx?|\.md|\.tsbuildinfo)$/;

/** Of contents and names, so that a fresh clone and a touched file are told apart from a change. */
export function fingerprint(/** @type {string} */ root) {
  const hash = createHash("sha256").update(process.version);
  for (const source of SOURCES) {
    for (const file of listFiles(path.join(root, source))) {
      hash.update(path.relative(root, file)).update("\0");
      hash.update(readFileSync(file)).update("\0");
    }
  }
  return hash.digest("hex");
}

/** @param {string} start @returns {string[]} */
function listFiles(start) {
  const stats = statSync(start, { throwIfNoEntry: false });
  if (!stats) return [];
  if (stats.isFile()) return LEFT_OUT.test(start) ? [] : [start];
  return readdirSync(start)
    .toSorted()
    .flatMap((name) => listFiles(path.join(start, name)));
}
