import { afterEach, beforeEach, expect, test } from "vitest";
import { eq } from "drizzle-orm";
import { scheduleLinks } from "../db/schema";
import { userContext } from "../testing/contexts";
import { explainReads } from "../testing/explain-reads";
import { createRunWorld, type RunWorld } from "../testing/run-world";
import { insertOccurrences } from "./occurrences.repo";
import { countLedgerRows, countSpan } from "./schedule-outcomes.repo";
import { updateSchedule } from "./update-schedule";
import { listScheduleRuns } from "./list-schedule-runs";

let world: RunWorld;
beforeEach(async () => {
  world = await createRunWorld({ now: "2026-02-01T11:30:00", schedules: ["hourly"] });
});
afterEach(() => world.close());

async function scheduleId(): Promise<string> {
  const [link] = await world.runtime.db.read
    .select()
    .from(scheduleLinks)
    .where(eq(scheduleLinks.instanceRef, world.instance));
  return link?.scheduleId ?? "";
}

test("the last due moments of a schedule are told with how its followers' backups went", async () => {
  await world.tickAt("2026-02-01T12:00:00");
  await world.finish(await world.run());
  await world.tickAt("2026-02-01T13:00:00");
  const viewer = userContext(world.runtime, "viewer");
  const { items } = await listScheduleRuns(viewer, { scheduleId: await scheduleId() });
  expect(items).toEqual([
    { dueAt: "2026-02-01T13:00:00.000Z", good: 0, failed: 0, missed: 0, skipped: 0, underWay: 1 },
    { dueAt: "2026-02-01T12:00:00.000Z", good: 1, failed: 0, missed: 0, skipped: 0, underWay: 0 },
  ]);
  const elsewhere = { ...viewer, accounts: ["acc_none"] };
  const hidden = await listScheduleRuns(elsewhere, { scheduleId: await scheduleId() });
  // When it ran is told of one's own instances, as how it went is.
  expect(hidden.items).toEqual([]);
  await expect(listScheduleRuns(viewer, { scheduleId: "sch_none" })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("a schedule that is paused still tells how its runs went", async () => {
  await world.tickAt("2026-02-01T12:00:00");
  await world.finish(await world.run());
  const id = await scheduleId();
  const admin = userContext(world.runtime, "admin");
  await updateSchedule(admin, { scheduleId: id, enabled: false });
  const { items } = await listScheduleRuns(admin, { scheduleId: id });
  expect(items).toMatchObject([{ dueAt: "2026-02-01T12:00:00.000Z", good: 1 }]);
});

test("the last 7 and 30 days are counted by outcome, in the caller's accounts alone", async () => {
  await world.tickAt("2026-02-01T12:00:00");
  await world.finish(await world.run());
  // What was missed meanwhile is a hundred rows and a range; a range counts as what it stands for.
  await world.tickAt("2026-02-11T12:00:00");
  const viewer = userContext(world.runtime, "viewer");
  const of = { scheduleId: await scheduleId() };
  const { outcomes } = await listScheduleRuns(viewer, of);
  expect(outcomes).toEqual([
    {
      days: 7,
      since: "2026-02-04T12:00:00.000Z",
      isWhole: true,
      good: 0,
      failed: 0,
      missed: 100,
      skipped: 0,
      underWay: 1,
    },
    {
      days: 30,
      since: "2026-01-12T12:00:00.000Z",
      isWhole: true,
      good: 1,
      failed: 0,
      missed: 10 * 24 - 1,
      skipped: 0,
      underWay: 1,
    },
  ]);
  const hidden = await listScheduleRuns({ ...viewer, accounts: ["acc_none"] }, of);
  expect(hidden.outcomes).toMatchObject([
    { good: 0, missed: 0, underWay: 0 },
    { good: 0, missed: 0, underWay: 0 },
  ]);
});

test("of more runs than are looked at, the newest are counted, and since when is said", async () => {
  await world.tickAt("2026-02-01T12:00:00");
  const backup = await world.run();
  await world.finish(backup);
  const { runtime } = world;
  const now = runtime.clock.now();
  const [link] = await runtime.db.read.select().from(scheduleLinks);
  const rows = Array.from({ length: 12_500 }, (_, minute) => ({
    id: `occ_${minute}`,
    linkId: link?.id ?? "",
    instanceRef: world.instance,
    dueAt: now - 1 - minute * 60_000,
    backupId: backup.id,
    createdAt: now,
  }));
  await runtime.db.write((tx) => insertOccurrences(tx, rows));
  const viewer = userContext(runtime, "viewer");
  const { outcomes } = await listScheduleRuns(viewer, { scheduleId: await scheduleId() });
  const week = { since: "2026-01-25T12:00:00.000Z", good: 7 * 24 * 60 + 1 };
  expect(outcomes).toMatchObject([
    { days: 7, isWhole: true, ...week },
    { days: 30, isWhole: false, ...week },
  ]);
  const elsewhere = { ...viewer, accounts: ["acc_none"] };
  const hidden = await listScheduleRuns(elsewhere, { scheduleId: await scheduleId() });
  expect(hidden.outcomes).toMatchObject([
    { days: 7, isWhole: true, good: 0 },
    { days: 30, isWhole: true, good: 0 },
  ]);
});

test.each([
  ["who sees every account", "all", []],
  ["who sees some", ["acc_1"], ["SEARCH seen USING INDEX sqlite_autoindex_instances_1 (id=?)"]],
] as const)(
  "for %s runs are counted along the followers and their ranges of the ledger",
  async (_who, accounts, seen) => {
    const { read } = world.runtime.db;
    const span = { scheduleId: "sch_1", from: 1, to: 2, accounts };
    const plans = await explainReads(world.runtime, async () => {
      await countLedgerRows(read, span);
      await countSpan(read, span);
    });
    const links = "SEARCH schedule_links USING INDEX schedule_links_schedule_due (schedule_id=?)";
    const range = "INDEX occurrences_link_due (link_id=? AND due_at>? AND due_at<?)";
    expect(plans.filter((plan) => !/^(?:USE TEMP|CORRELATED)/.test(plan))).toEqual([
      links,
      // Before anything of the ledger is read for it.
      ...seen,
      `SEARCH occurrences USING COVERING ${range}`,
      links,
      ...seen,
      `SEARCH occurrences USING ${range}`,
      "SEARCH backups USING INDEX sqlite_autoindex_backups_1 (id=?)",
    ]);
  },
);
