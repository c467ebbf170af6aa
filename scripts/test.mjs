// `npm test`: everything that must hold before a change lands, each step with its name and seconds.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { CHROMIUM_ADVICE, findChromium, findOnPath } from "./tools/find-program.mjs";
import { ensureInstalled } from "./tools/install.mjs";
import { readPlaywrightReport, readVitestReport } from "./test/read-report.mjs";
import { runStep } from "./test/run-step.mjs";
import { summarise } from "./test/summary.mjs";

const say = (/** @type {string} */ text) => console.log(text);
const reports = mkdtempSync(path.join(tmpdir(), "amivault-test-"));

/** @returns {Promise<import("./test/summary.mjs").StepResult[]>} */
async function runAll() {
  const results = [];
  const step = async (/** @type {Parameters<typeof runStep>[0]} */ options) => {
    const result = await runStep(options);
    results.push(result);
    return result.ok;
  };
  await step({ name: "format", command: ["npm", "run", "--silent", "format:check"] });
  await step({ name: "lint", command: ["npm", "run", "--silent", "lint"] });
  await step({ name: "types", command: ["npm", "run", "--silent", "typecheck"] });
  await step({ name: "migrations", command: ["npm", "run", "--silent", "db:check"] });
  await step(unitStep());
  const built = await step({ name: "build", command: ["npm", "run", "--silent", "build"] });
  const chromium = findChromium();
  if (built && chromium) await step(browserStep(chromium));
  else results.push(leftOut(built ? `no Chromium found. ${CHROMIUM_ADVICE}` : "the build failed"));
  return results;
}

function unitStep() {
  const file = path.join(reports, "vitest.json");
  return {
    name: "unit and integration, with coverage",
    command: ["npx", "vitest", "run", "--coverage", "--reporter=default", "--reporter=json"],
    args: [`--outputFile.json=${file}`],
    live: true,
    read: () => readVitestReport(file),
  };
}

/** @param {string} chromium */
function browserStep(chromium) {
  const file = path.join(reports, "playwright.json");
  return {
    name: "browser",
    command: ["npx", "playwright", "test", "--reporter=line,json"],
    env: { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: file },
    live: true,
    read: () => readPlaywrightReport(file),
  };
}

/** @param {string} reason */
function leftOut(reason) {
  return { name: "browser", ok: true, seconds: 0, leftOut: reason, counts: null };
}

/** Suites that a strict run (AMIVAULT_TEST_REQUIRE=redis,browser) does not let pass unseen. */
function requiredSuites() {
  return (process.env.AMIVAULT_TEST_REQUIRE ?? "").split(",").filter(Boolean);
}

try {
  await ensureInstalled(say);
  const hasRedis = Boolean(process.env.REDIS_URL ?? findOnPath("redis-server"));
  const results = await runAll();
  const { lines, failed } = summarise({ results, hasRedis, required: requiredSuites() });
  for (const line of lines) say(line);
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  say("0 passed, 1 failed");
  process.exitCode = 1;
} finally {
  rmSync(reports, { recursive: true, force: true });
}
