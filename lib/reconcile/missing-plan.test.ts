import { afterEach, expect, test } from "vitest";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { explainReads } from "../testing/explain-reads";
import { listMissing, listPresent } from "./records.repo";

let runtime: TestRuntime;
afterEach(() => runtime.close());

test("what the last pass did not see is found without a look at all that is in the place", async () => {
  runtime = await createTestRuntime();
  const { read } = runtime.db;
  const place = { accountRef: "a", region: "b" };
  const plans = await explainReads(runtime, async () => {
    await listMissing(read, place);
    await listPresent(read, { ...place, afterId: "", limit: 1 });
  });
  expect(plans).toEqual([
    "SEARCH backups USING INDEX backups_missing (account_ref=? AND region=? AND missing_since_at>?)",
    "SEARCH backups USING INDEX backups_present (account_ref=? AND region=? AND id>?)",
  ]);
});
