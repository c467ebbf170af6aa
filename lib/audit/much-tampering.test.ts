import { afterEach, beforeEach, expect, test } from "vitest";
import { makeChain, tamperWith } from "../testing/audit-world";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { PROBLEMS_MAX } from "./chain-walk";
import { verifyChain } from "./verify-chain";
import { toReportText } from "./verify-words.pure";

const ENTRIES = 3 * PROBLEMS_MAX;

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await createTestRuntime();
  await makeChain(runtime, { entries: ENTRIES });
});
afterEach(() => runtime.close());

const verify = () => verifyChain({ ...runtime.db, vault: runtime.vault });

test("of a log in which every second entry is gone the first places are named, and the rest is counted", async () => {
  await tamperWith(runtime, "delete from audit_entries where seq % 2 = 0 and seq > 10");
  const report = await verify();
  const dropped = report.problems.filter(({ kind }) => kind === "dropped");
  expect(dropped).toHaveLength(PROBLEMS_MAX);
  expect(dropped[0]).toMatchObject({ firstSeq: 12 });
  // A gap each, less the last entry, behind which there is none; and what follows each is unproven.
  const gaps = ENTRIES / 2 - 5 - 1;
  expect(report.problemsLeftOut).toBeGreaterThanOrEqual(gaps - PROBLEMS_MAX);
  expect(toReportText(report)).toContain(" more entries that do not hold.");
});

test("of as many keys as entries, none of which there ever was, the first are told apart", async () => {
  await tamperWith(runtime, "update audit_entries set key_id = 'auk_' || seq");
  const { problems } = await verify();
  expect(problems.length).toBeLessThan(200);
  expect(problems[0]).toMatchObject({ kind: "key", firstSeq: 1, lastSeq: 1 });
  expect(problems.at(-1)).toMatchObject({ kind: "key", lastSeq: ENTRIES });
});
