import { readFileSync } from "node:fs";
import path from "node:path";
import { npmCommand, ROOT, runToEnd } from "./child.mjs";

const HEARTBEAT_MS = 5_000;

/**
 * Installs the dependencies when node_modules is not what package-lock.json asks for.
 * @param {(text: string) => void} say
 */
export async function ensureInstalled(say) {
  requireNode();
  if (isInstalled()) return { installed: false };
  const startedAt = performance.now();
  const seconds = () => Math.round((performance.now() - startedAt) / 1000);
  say("Installing dependencies (npm ci) …");
  const heartbeat = setInterval(() => say(`  still installing, ${seconds()} s`), HEARTBEAT_MS);
  const [command, ...first] = npmCommand();
  const args = [...first, "ci", "--include=dev", "--no-audit", "--no-fund"];
  const result = await runToEnd(command, args, { onLine: () => {} });
  clearInterval(heartbeat);
  if (result.code !== 0) {
    throw new Error(`npm ci failed:\n${result.output.trim()}`);
  }
  say(`  installed in ${seconds()} s`);
  return { installed: true };
}

/** npm leaves what it installed in node_modules/.package-lock.json, written last. */
export function isInstalled(root = ROOT) {
  const wanted = readPackages(path.join(root, "package-lock.json"));
  const present = readPackages(path.join(root, "node_modules/.package-lock.json"));
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(
    ([name, { version, optional }]) =>
      name === "" || optional === true || present[name]?.version === version,
  );
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }> | null}
 */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return null;
  }
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const enough = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
  if (enough) return;
  throw new Error(
    `Node ${process.versions.node} is too old: AMIVault needs 20.19 or later, or 22.12 or later.`,
  );
}
