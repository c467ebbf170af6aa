import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";

// Plain JavaScript, because it has to run before anything is installed.
const { summarise } = await import(new URL("./summary.mjs", import.meta.url).href);
const { readPlaywrightReport, readVitestReport } = await import(
  new URL("./read-report.mjs", import.meta.url).href
);

const folder = mkdtempSync(path.join(os.tmpdir(), "amivault-summary-"));
afterAll(() => rmSync(folder, { recursive: true }));

function report(content: unknown): string {
  const file = path.join(folder, `${Math.random()}.json`);
  writeFileSync(file, JSON.stringify(content));
  return file;
}

function stepOf(fields: object): object {
  return { name: "unit", ok: true, seconds: 1, leftOut: null, counts: null, ...fields };
}

function counts(passed: number, failed: number, redisPassed = 0): object {
  return { passed, failed, skipped: 0, redisPassed };
}

function closing(results: object[], options = {}): { last: string; text: string; failed: number } {
  const { lines, failed } = summarise({ results, hasRedis: true, required: [], ...options });
  return { last: lines.at(-1), text: lines.join("\n"), failed };
}

describe("the closing line", () => {
  test("adds up unit and browser tests", () => {
    const results = [stepOf({ counts: counts(40, 0) }), stepOf({ counts: counts(2, 0) })];
    expect(closing(results)).toMatchObject({ last: "42 passed, 0 failed", failed: 0 });
  });

  test("counts a failed step without a failed test as one failure", () => {
    const results = [stepOf({ name: "lint", ok: false }), stepOf({ counts: counts(3, 0) })];
    expect(closing(results)).toMatchObject({ last: "3 passed, 1 failed", failed: 1 });
  });

  test("counts a failed step by its failed tests when it has some", () => {
    expect(closing([stepOf({ ok: false, counts: counts(3, 2) })]).last).toBe("3 passed, 2 failed");
  });

  test("is red when a required suite did not run", () => {
    const results = [stepOf({ counts: counts(3, 0) })];
    expect(closing(results, { required: ["redis", "browser"] }).failed).toBe(2);
    const ran = [
      stepOf({ counts: counts(3, 0, 1) }),
      stepOf({ name: "browser", counts: counts(1, 0) }),
    ];
    expect(closing(ran, { required: ["redis", "browser"] }).failed).toBe(0);
  });
});

test("says plainly which suites were left out", () => {
  const results = [stepOf({ name: "browser", leftOut: "no Chromium found" })];
  const { text } = closing(results, { hasRedis: false });
  expect(text).toContain("LEFT OUT browser: no Chromium found");
  expect(text).toContain("LEFT OUT Redis suites: no redis-server");
});

describe("reading reports", () => {
  test("a test file that could not be loaded is a failure", () => {
    const file = report({
      testResults: [
        { name: "lib/a.test.ts", status: "failed", assertionResults: [] },
        {
          name: "lib/bullmq.test.ts",
          status: "passed",
          assertionResults: [
            { status: "passed", fullName: "a" },
            { status: "skipped", fullName: "b" },
          ],
        },
      ],
    });
    const expected = { passed: 1, failed: 1, skipped: 1, redisPassed: 1 };
    expect(readVitestReport(file)).toEqual(expected);
  });

  test("a run that wrote no report has no counts", () => {
    expect(readVitestReport(path.join(folder, "none.json"))).toBeNull();
    expect(readPlaywrightReport(path.join(folder, "none.json"))).toBeNull();
  });

  test("Playwright's expected and flaky tests have passed, its unexpected ones failed", () => {
    const file = report({ stats: { expected: 5, flaky: 1, unexpected: 2, skipped: 3 } });
    const expected = { passed: 6, failed: 2, skipped: 3, redisPassed: 0 };
    expect(readPlaywrightReport(file)).toEqual(expected);
  });
});
