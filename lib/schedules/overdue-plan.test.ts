import { createClient } from "@libsql/client";
import { afterEach, expect, test, vi } from "vitest";
import { listLastOfLinks, listTroubled } from "../alerts/standing-trouble.repo";
import { FileReader } from "../db/file-reader";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { listBadLinkRuns, listExcludedRuns, listSharingLinks } from "./overdue-links.repo";
import { listBadlyEndedRuns, listUnfinishedRuns } from "./overdue.repo";
import { listLeftOvers } from "./occurrences.repo";
import { listDueLinks } from "./schedule-links.repo";

let runtime: TestRuntime;
afterEach(() => runtime.close());

/** What SQLite does for the queries that `work` sends to the reading side. */
async function explain(work: () => Promise<unknown>): Promise<string[]> {
  const reads = vi.spyOn(FileReader.prototype, "execute");
  await work();
  const sent = reads.mock.calls.map(([sql]) => sql);
  reads.mockRestore();
  const client = createClient({ url: runtime.config.database.url });
  const plans: string[] = [];
  for (const sql of sent) {
    const { rows } = await client.execute(`explain query plan ${sql.replaceAll("?", "1")}`);
    plans.push(...rows.map((row) => String(row["detail"])));
  }
  client.close();
  return plans;
}

test("what is asked every second walks neither all backups nor all occurrences", async () => {
  runtime = await createTestRuntime();
  const { read } = runtime.db;
  const plans = await explain(async () => {
    await listDueLinks(read, { now: 0, limit: 1, after: null });
    await listLeftOvers(read, { now: 0, limit: 1 });
    await listUnfinishedRuns(read, 0);
    await listBadlyEndedRuns(read, { before: 0, now: 0 });
    await listSharingLinks(read, { afterId: "", limit: 1 });
    await listBadLinkRuns(read, { linkIds: ["a", "b"], before: 0 });
    await listExcludedRuns(read, { scheduleIds: ["a", "b"], before: 0 });
    await listTroubled(read, ["a", "b"]);
    await listLastOfLinks(read, ["a", "b"]);
  });
  expect(plans.length).toBeGreaterThan(8);
  expect(
    plans.filter((line) => /^SCAN (backups|occurrences|run|asked|good|theirs|bad)/.test(line)),
  ).toEqual([]);
});
