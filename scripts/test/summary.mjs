/**
 * @typedef {{ passed: number, failed: number, skipped: number, redisPassed: number }} Counts
 * @typedef {{
 *   name: string, ok: boolean, seconds: number, leftOut: string | null, counts: Counts | null,
 * }} StepResult
 */

/**
 * The closing lines of a run; the last one is `N passed, N failed`. A step that failed without a
 * failed test of its own (lint, types, coverage below its bound) counts as one failure.
 * @param {{ results: StepResult[], hasRedis: boolean, required: string[] }} run
 */
export function summarise({ results, hasRedis, required }) {
  const total = { passed: 0, failed: 0, skipped: 0, redisPassed: 0 };
  const lines = ["Summary"];
  for (const result of results) {
    lines.push(`  ${word(result).padEnd(8)} ${result.name}${detail(result)}`);
    add(total, result.counts);
    if (!result.ok && !result.counts?.failed) total.failed += 1;
  }
  const redisRan = total.redisPassed > 0;
  lines.push(`  ${redisLine({ hasRedis, redisRan, passed: total.redisPassed })}`);
  for (const problem of missingSuites({ results, redisRan, required })) {
    total.failed += 1;
    lines.push(`  FAILED   ${problem}`);
  }
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
  lines.push("", `${total.passed} passed, ${total.failed} failed${skipped}`);
  return { lines, failed: total.failed };
}

/** @param {StepResult} result */
function word(result) {
  if (result.leftOut) return "LEFT OUT";
  return result.ok ? "ok" : "FAILED";
}

/** @param {StepResult} result */
function detail({ counts, leftOut, seconds }) {
  if (leftOut) return `: ${leftOut}`;
  return `${counts ? `: ${counts.passed} passed, ${counts.failed} failed` : ""} (${seconds} s)`;
}

/** @param {{ hasRedis: boolean, redisRan: boolean, passed: number }} redis */
function redisLine({ hasRedis, redisRan, passed }) {
  if (redisRan) return `ok       Redis suites: ${passed} passed against a real Redis`;
  if (hasRedis) return "LEFT OUT Redis suites: none passed, although there is a Redis";
  return "LEFT OUT Redis suites: no redis-server on this machine and REDIS_URL is not set";
}

/** @param {{ results: StepResult[], redisRan: boolean, required: string[] }} run */
function missingSuites({ results, redisRan, required }) {
  const browserRan = results.some(({ name, counts }) => name === "browser" && counts?.passed);
  const missing = [];
  if (required.includes("redis") && !redisRan) missing.push("the Redis suites had to run");
  if (required.includes("browser") && !browserRan) missing.push("the browser suites had to run");
  return missing;
}

/** @param {Counts} total @param {Counts | null} counts */
function add(total, counts) {
  if (!counts) return;
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  total.redisPassed += counts.redisPassed;
}
