import { afterEach, expect, test } from "vitest";
import { listLastOfLinks, listTroubled } from "../alerts/standing-trouble.repo";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { explainReads } from "../testing/explain-reads";
import { listBadLinkRuns, listExcludedRuns, listSharingLinks } from "./overdue-links.repo";
import { listBadlyEndedRuns, listUnfinishedRuns } from "./overdue.repo";
import { listExpiredBackups, listLeftOvers } from "./occurrences.repo";
import { listDueLinks } from "./schedule-links.repo";

let runtime: TestRuntime;
afterEach(() => runtime.close());

test("a page of due links begins where the last one ended, however many are due at once", async () => {
  runtime = await createTestRuntime();
  const plan = await explainReads(runtime, async () => {
    const after = { nextDueAt: 1, linkId: "a" };
    await listDueLinks(runtime.db.read, { now: 2, limit: 1, after });
  });
  expect(plan[0]).toBe(
    "SEARCH schedule_links USING INDEX schedule_links_next_due ((next_due_at,id)>(?,?) AND next_due_at<?)",
  );
  expect(plan.filter((line) => line.includes("TEMP B-TREE"))).toEqual([]);
});

test("what is asked every second walks neither all backups nor all occurrences", async () => {
  runtime = await createTestRuntime();
  const { read } = runtime.db;
  const plans = await explainReads(runtime, async () => {
    await listDueLinks(read, { now: 0, limit: 1, after: null });
    await listLeftOvers(read, { now: 0, limit: 1 });
    await listExpiredBackups(read, { now: 0, limit: 1 });
    await listUnfinishedRuns(read, { before: 0, now: 0 });
    await listBadlyEndedRuns(read, { before: 0, now: 0 });
    await listSharingLinks(read, { afterId: "", limit: 1 });
    await listBadLinkRuns(read, { linkIds: ["a", "b"], before: 0, now: 0 });
    await listExcludedRuns(read, { scheduleIds: ["a", "b"], before: 0 });
    await listTroubled(read, { ids: ["a", "b"], now: 0 });
    await listLastOfLinks(read, { ids: ["a", "b"], now: 0 });
  });
  expect(plans.length).toBeGreaterThan(8);
  expect(
    plans.filter((line) =>
      /^SCAN (backups|occurrences|run|asked|good|theirs|bad|silent|taken|step)/.test(line),
    ),
  ).toEqual([]);
});
