import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { HOUR, MINUTE, toIso } from "../clock";
import { auditEntries, events } from "../db/schema";
import { userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { addTestPeople } from "../testing/people";
import { createFleet, followAll } from "../testing/fleet";
import { readBackups } from "../testing/ledger";
import { createExclusionWindow } from "./create-exclusion-window";
import { createSchedule } from "./create-schedule";
import { deleteExclusionWindow } from "./delete-exclusion-window";
import { deleteSchedule } from "./delete-schedule";
import type { CreateExclusionWindowInput } from "./exclusion-schemas";
import { getDefaultSchedule } from "./get-default-schedule";
import { getExclusionWindow } from "./get-exclusion-window";
import { listExclusionWindows } from "./list-exclusion-windows";
import { listNextRuns } from "./list-next-runs";
import { previewSchedule } from "./preview-schedule";
import { runTick } from "./run-tick";
import { updateExclusionWindow } from "./update-exclusion-window";

let runtime: TestRuntime;
const at = (text: string) => Date.parse(`${text}Z`);
const operator = () => userContext(runtime, "operator");

beforeEach(async () => {
  runtime = await createTestRuntime({ now: at("2026-02-01T11:00:00") });
  await addTestPeople(runtime);
});
afterEach(() => runtime.close());

async function one(...choices: string[]): Promise<string> {
  const [id = ""] = await createFleet(runtime, { schedules: choices });
  return id;
}

const exclude = (input: Partial<CreateExclusionWindowInput>) =>
  createExclusionWindow(operator(), { name: "Month end", durationMinutes: 60, ...input });

async function tickAt(text: string): Promise<void> {
  runtime.clock.set(at(text));
  await runTick(runtime);
}

async function backupDue(instanceRef: string, text: string) {
  const all = await readBackups(runtime, instanceRef);
  const backup = all.find(({ dueAt }) => dueAt === at(text));
  if (!backup) throw new Error(`Nothing is due at ${text}.`);
  return backup;
}

describe("a spread", () => {
  test("starts each instance at its own time after the moment, which stays", async () => {
    const ids = await createFleet(runtime, { instances: 20 });
    const { id: scheduleId } = await createSchedule(operator(), {
      name: "Spread",
      schedule: "daily",
      zone: "UTC",
      spreadMinutes: 60,
    });
    await followAll(runtime, ids, { scheduleId });
    await tickAt("2026-02-02T02:00:00");
    const starts = new Set<number>();
    for (const id of ids) {
      const { status, notBeforeAt, dueAt } = await backupDue(id, "2026-02-02T02:00:00");
      expect(status).toBe("queued");
      const afterMs = (notBeforeAt ?? 0) - dueAt;
      expect(afterMs).toBeGreaterThanOrEqual(0);
      expect(afterMs).toBeLessThan(HOUR);
      starts.add(afterMs);
    }
    expect(starts.size).toBeGreaterThan(15);
    const waiting = runtime.queue.waiting().length;
    expect(waiting).toBeLessThan(10);
    await tickAt("2026-02-02T03:00:00");
    expect(runtime.queue.waiting()).toHaveLength(20);
  });

  test("is shown with the next runs, and so is what will be skipped", async () => {
    const id = await one();
    const { id: scheduleId } = await createSchedule(operator(), {
      name: "Spread",
      schedule: "0 2 * * *",
      zone: "UTC",
      spreadMinutes: 30,
    });
    await followAll(runtime, [id], { scheduleId });
    await exclude({ schedule: "0 1 * * 1", durationMinutes: 120 });
    const { items } = await listNextRuns(operator());
    expect(items).toMatchObject([{ dueAt: "2026-02-02T02:00:00.000Z", skippedBy: "Month end" }]);
    const afterMs = Date.parse(items[0]?.startsAt ?? "") - at("2026-02-02T02:00:00");
    expect(afterMs).toBeGreaterThan(0);
    expect(afterMs).toBeLessThan(30 * MINUTE);
    const preview = await previewSchedule(operator(), { schedule: "0 2 * * *" });
    expect(preview.skippedRuns).toEqual([
      { dueAt: "2026-02-02T02:00:00.000Z", window: "Month end" },
      { dueAt: "2026-02-09T02:00:00.000Z", window: "Month end" },
    ]);
  });

  test("longer than the start window is refused", async () => {
    await one();
    const wanted = { name: "Hourly", schedule: "hourly", startWindowMinutes: 30 };
    await expect(
      createSchedule(operator(), { ...wanted, spreadMinutes: 31 }),
    ).rejects.toMatchObject({ fields: { spreadMinutes: [expect.stringContaining("30 minutes")] } });
    const made = await createSchedule(operator(), { ...wanted, spreadMinutes: 30 });
    expect(made).toMatchObject({ startWindowMinutes: 30, spreadMinutes: 30 });
  });
});

describe("a window", () => {
  test("is made, read, changed, listed and deleted, with audit and event", async () => {
    await one("default");
    const made = await exclude({
      schedule: "0 22 * * 5",
      zone: "Europe/Berlin",
      durationMinutes: 600,
    });
    expect(made).toMatchObject({
      words: "every Friday at 22:00 Europe/Berlin, for 10 h",
      state: "ahead",
      beginsAt: "2026-02-06T21:00:00.000Z",
      endsAt: "2026-02-07T07:00:00.000Z",
    });
    const exclusionWindowId = made.id;
    const { id: scheduleId } = await getDefaultSchedule(operator());
    const changes = { exclusionWindowId, scheduleId, name: "Weekend" };
    const changed = await updateExclusionWindow(operator(), changes);
    expect(changed).toMatchObject({ name: "Weekend", scheduleName: "Default", cron: "0 22 * * 5" });
    expect(await getExclusionWindow(operator(), { exclusionWindowId })).toEqual(changed);
    expect(await listExclusionWindows(operator())).toMatchObject({ items: [changed], total: 1 });
    await updateExclusionWindow(operator(), changes);
    await deleteExclusionWindow(operator(), { exclusionWindowId });
    expect((await listExclusionWindows(operator())).items).toEqual([]);
    const audits = await runtime.db.read
      .select()
      .from(auditEntries)
      .where(eq(auditEntries.targetId, made.id));
    expect(audits.map(({ action }) => action)).toEqual([
      "exclusion-window.create",
      "exclusion-window.update",
      "exclusion-window.delete",
    ]);
    const told = await runtime.db.read.select().from(events).where(eq(events.entityId, made.id));
    expect(told).toHaveLength(3);
  });

  test.each([
    // Berlin leaves winter time at 02:00: half past two never comes.
    ["2026-03-29T02:30", "2026-03-29T01:00:00.000Z"],
    ["2026-03-29T03:30", "2026-03-29T01:30:00.000Z"],
    // And comes back to it at 03:00: half past two comes twice.
    ["2026-10-25T02:30", "2026-10-25T00:30:00.000Z"],
    ["2026-10-25T03:30", "2026-10-25T02:30:00.000Z"],
    ["2026-12-24T18:00:00+01:00", "2026-12-24T17:00:00.000Z"],
  ])("that begins at %s on Berlin's clock begins at %s", async (startsAt, instant) => {
    await one();
    expect((await exclude({ startsAt, zone: "Europe/Berlin" })).startsAt).toBe(instant);
  });

  test("of a schedule goes with it", async () => {
    await one();
    const { id: scheduleId } = await createSchedule(operator(), {
      name: "Gone",
      schedule: "daily",
    });
    await exclude({ scheduleId, schedule: "daily" });
    await deleteSchedule(operator(), { scheduleId });
    expect((await listExclusionWindows(operator())).items).toEqual([]);
  });

  test("that makes no sense is refused beside its field", async () => {
    await one();
    await exclude({ schedule: "daily" });
    await expect(exclude({ schedule: "daily" })).rejects.toMatchObject({ code: "conflict" });
    await expect(exclude({ name: "a" })).rejects.toThrow(/either when it begins once/);
    await expect(exclude({ name: "a", schedule: "* * * * *" })).rejects.toMatchObject({
      fields: { schedule: [expect.any(String)] },
    });
    await expect(exclude({ name: "a", schedule: "daily", zone: "Mars" })).rejects.toMatchObject({
      fields: { zone: [expect.any(String)] },
    });
    await expect(
      exclude({ name: "a", schedule: "daily", scheduleId: "sch_x" }),
    ).rejects.toMatchObject({ fields: { scheduleId: [expect.any(String)] } });
    await expect(exclude({ name: "a", schedule: "daily", durationMinutes: 0 })).rejects.toThrow(
      /at least 1 minute/,
    );
    await expect(exclude({ name: "a", startsAt: toIso(0) })).rejects.toMatchObject({
      fields: { startsAt: [expect.any(String)] },
    });
  });

  test("is read by viewers and changed by operators alone", async () => {
    await one();
    const { id: exclusionWindowId } = await exclude({ schedule: "daily" });
    const viewer = userContext(runtime, "viewer");
    const forbidden = { code: "forbidden" };
    expect((await listExclusionWindows(viewer)).items).toHaveLength(1);
    await expect(
      createExclusionWindow(viewer, { name: "x", schedule: "daily", durationMinutes: 5 }),
    ).rejects.toMatchObject(forbidden);
    await expect(
      updateExclusionWindow(viewer, { exclusionWindowId, name: "x" }),
    ).rejects.toMatchObject(forbidden);
    await expect(deleteExclusionWindow(viewer, { exclusionWindowId })).rejects.toMatchObject(
      forbidden,
    );
    const missing = { exclusionWindowId: "exw_x" };
    await expect(getExclusionWindow(viewer, missing)).rejects.toMatchObject({ code: "not_found" });
    await expect(deleteExclusionWindow(operator(), missing)).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(
      updateExclusionWindow(operator(), { ...missing, name: "x" }),
    ).rejects.toMatchObject({ code: "not_found" });
  });
});
