import { readFileSync } from "node:fs";

const REDIS = /redis|bullmq/i;

/**
 * Counts a vitest JSON report; null when vitest did not get as far as writing one.
 * @param {string} file
 * @returns {import("./summary.mjs").Counts | null}
 */
export function readVitestReport(file) {
  const report = readJson(file);
  if (!report) return null;
  const files = report.testResults;
  const tests = files.flatMap((/** @type {any} */ suite) =>
    suite.assertionResults.map((/** @type {any} */ test) => ({
      status: test.status,
      redis: REDIS.test(suite.name) || REDIS.test(test.fullName),
    })),
  );
  const broken = files.filter(
    (/** @type {any} */ suite) =>
      suite.status === "failed" &&
      !suite.assertionResults.some((/** @type {any} */ test) => test.status === "failed"),
  );
  const count = (/** @type {(test: any) => boolean} */ is) => tests.filter(is).length;
  return {
    passed: count((test) => test.status === "passed"),
    failed: count((test) => test.status === "failed") + broken.length,
    skipped: count((test) => test.status !== "passed" && test.status !== "failed"),
    redisPassed: count((test) => test.redis && test.status === "passed"),
  };
}

/**
 * @param {string} file
 * @returns {import("./summary.mjs").Counts | null}
 */
export function readPlaywrightReport(file) {
  const stats = readJson(file)?.stats;
  if (!stats) return null;
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
    redisPassed: 0,
  };
}

/** @param {string} file */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}
