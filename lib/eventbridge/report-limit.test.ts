import { afterEach, beforeEach, expect, test } from "vitest";
import { SECOND } from "../clock";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { takesReport } from "./report-limit";

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await createTestRuntime();
});
afterEach(() => runtime.close());

test("a place may report for a thousand instances at once, and then ten times a second", () => {
  const taken = (placeId: string, times: number) =>
    Array.from({ length: times }, () => takesReport(runtime, placeId)).filter(Boolean).length;
  expect(taken("evp_1", 7_000)).toBe(6_000);
  expect(taken("evp_2", 10)).toBe(10);
  runtime.clock.advance(SECOND);
  expect(taken("evp_1", 100)).toBe(10);
});
