// `npm run build [-- --force]`: everything that runs in production. Skipped when nothing changed.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { assembleStandalone } from "./build/assemble.mjs";
import { fingerprint } from "./build/fingerprint.mjs";
import { bundle } from "./bundle.mjs";
import { ROOT, runToEnd } from "./tools/child.mjs";

const STAMP = path.join(ROOT, "dist/build-stamp");
const HEARTBEAT_MS = 5_000;

/** @param {{ force?: boolean, say?: (text: string) => void }} [options] */
export async function buildAll({ force = false, say = console.log } = {}) {
  const wanted = fingerprint(ROOT);
  if (!force && readStamp() === wanted) return say("The build is up to date.");
  rmSync(STAMP, { force: true });
  mkdirSync(path.join(ROOT, "dist"), { recursive: true });
  await step(say, "Bundling the processes", () => bundle());
  await step(say, "Building the web application", buildWeb);
  await step(say, "Assembling", async () => assembleStandalone(ROOT));
  writeFileSync(STAMP, wanted);
}

async function buildWeb() {
  rmSync(path.join(ROOT, ".next/standalone"), { recursive: true, force: true });
  const next = path.join(ROOT, "node_modules/next/dist/bin/next");
  const result = await runToEnd(process.execPath, [next, "build"], {
    env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    onLine: () => {},
  });
  if (result.code !== 0) throw new Error(result.output.trim());
}

/**
 * @param {(text: string) => void} say
 * @param {string} name
 * @param {() => Promise<void>} work
 */
async function step(say, name, work) {
  say(`${name} …`);
  const startedAt = performance.now();
  const seconds = () => ((performance.now() - startedAt) / 1_000).toFixed(1);
  const heartbeat = setInterval(() => say(`  still at it, ${seconds()} s`), HEARTBEAT_MS);
  try {
    await work();
  } catch (error) {
    throw new Error(`${name} failed.\n${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  } finally {
    clearInterval(heartbeat);
  }
  say(`  done in ${seconds()} s`);
}

function readStamp() {
  try {
    return readFileSync(STAMP, "utf8");
  } catch {
    return null;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  try {
    await buildAll({ force: process.argv.includes("--force") });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
