import { cpSync, existsSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";

/** Next leaves out of its standalone output what a CDN might serve; we serve it ourselves. */
export function assembleStandalone(/** @type {string} */ root) {
  const output = path.join(root, ".next/standalone");
  if (!existsSync(path.join(output, "server.js"))) {
    throw new Error("next build left no .next/standalone/server.js");
  }
  copy(path.join(root, ".next/static"), path.join(output, ".next/static"));
  if (existsSync(path.join(root, "public"))) {
    copy(path.join(root, "public"), path.join(output, "public"));
  }
  removeEnvironmentFiles(output);
}

/** next build copies .env files into its output: secrets have no place in what is shipped. */
export function removeEnvironmentFiles(/** @type {string} */ output) {
  for (const file of findEnvironmentFiles(output)) rmSync(file);
}

/** Every `.env…` outside node_modules, the example too. @param {string} output @returns {string[]} */
export function findEnvironmentFiles(output) {
  if (!existsSync(output)) return [];
  return readdirSync(output, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(output, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : findEnvironmentFiles(file);
    return /^\.env(\.|$)/.test(entry.name) ? [file] : [];
  });
}

/** @param {string} from @param {string} to */
function copy(from, to) {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true });
}
