import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { HOUR } from "../clock";
import { backups } from "../db/schema";
import { systemContext, userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { addTestPeople } from "../testing/people";
import { createFleet, followAll } from "../testing/fleet";
import { readBackups, readLedgerLines } from "../testing/ledger";
import { createExclusionWindow } from "./create-exclusion-window";
import { createSchedule } from "./create-schedule";
import { deleteExclusionWindow } from "./delete-exclusion-window";
import { insertExclusionWindow } from "./exclusion-windows.repo";
import type { CreateExclusionWindowInput } from "./exclusion-schemas";
import { flagOverdue } from "./flag-overdue";
import { requestRetiming } from "./retime-all";
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

describe("a due moment in an exclusion window", () => {
  test("is skipped, with the window's name, and the schedule goes on after it", async () => {
    const id = await one("hourly");
    await exclude({ startsAt: "2026-02-01T13:30:00Z", durationMinutes: 60 });
    for (const hour of ["12", "13", "14", "15"]) await tickAt(`2026-02-01T${hour}:00:00`);
    expect(await readLedgerLines(runtime, id)).toEqual([
      "2026-02-01T12:00 missed",
      "2026-02-01T13:00 missed",
      "2026-02-01T14:00 skipped",
      "2026-02-01T15:00 queued",
      "2026-02-01T16:00 expected",
    ]);
    expect(await backupDue(id, "2026-02-01T14:00:00")).toMatchObject({
      statusReason: "It fell into the exclusion window “Month end”.",
      statusCode: "excluded",
    });
  });

  test("counts at the window's first instant, and no more at its end", async () => {
    const id = await one("hourly");
    await exclude({ startsAt: "2026-02-01T12:00:00Z", durationMinutes: 60 });
    await tickAt("2026-02-01T12:00:00");
    await tickAt("2026-02-01T13:00:00");
    expect(await readLedgerLines(runtime, id)).toEqual([
      "2026-02-01T12:00 skipped",
      "2026-02-01T13:00 queued",
      "2026-02-01T14:00 expected",
    ]);
  });

  test("is no overdue run", async () => {
    const id = await one("hourly");
    await exclude({ startsAt: "2026-02-01T12:00:00Z", durationMinutes: 600 });
    await tickAt("2026-02-01T12:00:00");
    runtime.clock.advance(9 * HOUR);
    await runTick(runtime);
    await flagOverdue(systemContext(runtime), { schedulerRunning: true });
    const [instance] = await runtime.db.read.query.instances.findMany();
    expect(instance).toMatchObject({ id, overdueSinceAt: null });
  });

  test("is skipped after a downtime too, and does not count as missed", async () => {
    const id = await one("hourly");
    await exclude({ startsAt: "2026-02-01T12:30:00Z", durationMinutes: 120 });
    await tickAt("2026-02-01T15:10:00");
    expect(await readLedgerLines(runtime, id)).toEqual([
      "2026-02-01T12:00 missed",
      "2026-02-01T13:00 skipped",
      "2026-02-01T14:00 skipped",
      "2026-02-01T15:00 queued",
      "2026-02-01T16:00 expected",
    ]);
    const [day] = await runtime.db.read.query.instanceDays.findMany();
    expect(day).toMatchObject({ missed: 1, skipped: 2 });
  });

  test("of weeks of downtime is counted with the days of the row that stands for many", async () => {
    const id = await one("hourly");
    // Each night from 22:00 for six hours, whatever happened.
    await exclude({ schedule: "0 22 * * *", durationMinutes: 360 });
    await tickAt("2026-02-15T11:30:00");
    const days = await runtime.db.read.query.instanceDays.findMany();
    const full = days.find(({ day }) => day === "2026-02-05");
    expect(full).toMatchObject({ missed: 18, skipped: 6 });
    const total = days.reduce((sum, { missed, skipped }) => sum + missed + skipped, 0);
    expect(total).toBe(14 * 24 - 1);
    const lines = await readLedgerLines(runtime, id);
    expect(lines[0]).toBe(`2026-02-01T12:00 missed ×${14 * 24 - 101}`);
    expect(lines.slice(-2)).toEqual(["2026-02-15T11:00 queued", "2026-02-15T12:00 expected"]);
  });
});

describe("a start window", () => {
  test("ends where the next exclusion window begins, and what waited is missed for it", async () => {
    const id = await one("daily");
    await exclude({ startsAt: "2026-02-02T03:00:00Z" });
    expect(await backupDue(id, "2026-02-02T02:00:00")).toMatchObject({
      startWindowEndsAt: at("2026-02-02T03:00:00"),
      startWindowCutBy: "Month end",
    });
    await tickAt("2026-02-02T02:00:00");
    await tickAt("2026-02-02T02:59:59");
    expect((await backupDue(id, "2026-02-02T02:00:00")).status).toBe("queued");
    await tickAt("2026-02-02T03:00:00");
    expect(await backupDue(id, "2026-02-02T02:00:00")).toMatchObject({
      status: "missed",
      statusCode: "ExclusionWindowBegan",
      statusReason: "The exclusion window “Month end” began before it could start.",
    });
  });

  test("that was cut says so when nobody was there until then", async () => {
    const id = await one("daily");
    await exclude({ startsAt: "2026-02-02T03:00:00Z" });
    await tickAt("2026-02-02T03:30:00");
    const { status, statusReason } = await backupDue(id, "2026-02-02T02:00:00");
    expect(status).toBe("missed");
    expect(statusReason).toMatch(/^The exclusion window “Month end” began .*not running/);
  });
});

describe("editing a window", () => {
  test("moves announced runs: made, moved, deleted", async () => {
    const id = await one("daily");
    const ends = async () => (await backupDue(id, "2026-02-02T02:00:00")).startWindowEndsAt;
    const made = await exclude({ startsAt: "2026-02-02T03:00:00Z" });
    expect(await ends()).toBe(at("2026-02-02T03:00:00"));
    const exclusionWindowId = made.id;
    await updateExclusionWindow(operator(), {
      exclusionWindowId,
      startsAt: "2026-02-02T04:30:00Z",
    });
    expect(await ends()).toBe(at("2026-02-02T04:30:00"));
    await deleteExclusionWindow(operator(), { exclusionWindowId });
    expect(await ends()).toBe(at("2026-02-02T06:00:00"));
    expect((await backupDue(id, "2026-02-02T02:00:00")).startWindowCutBy).toBeNull();
  });

  test("skips what waits where it now covers its moment", async () => {
    const id = await one("daily");
    await tickAt("2026-02-02T02:00:00");
    await exclude({ startsAt: "2026-02-02T01:30:00Z", durationMinutes: 300 });
    expect((await readLedgerLines(runtime, id))[0]).toBe("2026-02-02T02:00 skipped");
  });

  test("cuts the window of what waits, and gives it back", async () => {
    const id = await one("daily");
    await tickAt("2026-02-02T02:00:00");
    const { id: exclusionWindowId } = await exclude({ startsAt: "2026-02-02T03:00:00Z" });
    const waiting = () => backupDue(id, "2026-02-02T02:00:00");
    expect((await waiting()).startWindowEndsAt).toBe(at("2026-02-02T03:00:00"));
    await deleteExclusionWindow(operator(), { exclusionWindowId });
    expect((await waiting()).startWindowEndsAt).toBe(at("2026-02-02T06:00:00"));
  });

  describe("moves the start of what waits for its spread", () => {
    const due = "2026-02-02T02:00:00";
    let id: string;
    const waiting = () => backupDue(id, due);
    const cut = () => exclude({ startsAt: "2026-02-02T02:20:00Z" });

    beforeEach(async () => {
      const { id: scheduleId } = await createSchedule(operator(), {
        name: "Spread",
        schedule: "daily",
        zone: "UTC",
        spreadMinutes: 180,
      });
      id = await one();
      await followAll(runtime, [id], { scheduleId });
      await tickAt(due);
    });

    test("before the cut, and back to its own with the whole window", async () => {
      const whole = (await waiting()).notBeforeAt;
      expect(whole).toBeGreaterThan(at("2026-02-02T02:20:00"));
      const { id: exclusionWindowId } = await cut();
      const { notBeforeAt, startWindowEndsAt, status } = await waiting();
      expect(status).toBe("queued");
      expect(startWindowEndsAt).toBe(at("2026-02-02T02:20:00"));
      expect(notBeforeAt).toBeGreaterThan(at(due));
      expect(notBeforeAt).toBeLessThan(at("2026-02-02T02:20:00"));
      await deleteExclusionWindow(operator(), { exclusionWindowId });
      expect((await waiting()).notBeforeAt).toBe(whole);
    });

    test("to no instant that has passed", async () => {
      runtime.clock.set(at("2026-02-02T02:19:00"));
      await cut();
      expect((await waiting()).notBeforeAt).toBe(at("2026-02-02T02:19:00"));
    });

    test("unless it waits for something else", async () => {
      const { notBeforeAt, id: backupId } = await waiting();
      await runtime.db.write((tx) =>
        tx.update(backups).set({ statusCode: "Later" }).where(eq(backups.id, backupId)),
      );
      await cut();
      expect(await waiting()).toMatchObject({
        notBeforeAt,
        startWindowEndsAt: at("2026-02-02T02:20:00"),
      });
    });
  });

  test("is finished by the tick when its process ended before it was", async () => {
    const ids = await createFleet(runtime, { instances: 60, schedules: ["daily"] });
    runtime.clock.set(at("2026-02-02T02:00:00"));
    await runTick(runtime);
    await runtime.db.write(async (tx) => {
      await insertExclusionWindow(tx, {
        id: "exw_1",
        name: "Now",
        zone: "UTC",
        startsAt: at("2026-02-02T02:00:00"),
        durationMs: HOUR,
        createdAt: 0,
        updatedAt: 0,
      });
      await requestRetiming(tx, systemContext(runtime));
    });
    await runTick(runtime);
    for (const id of ids) {
      expect((await readLedgerLines(runtime, id))[0]).toBe("2026-02-02T02:00 skipped");
    }
  });

  test("never gives back what was skipped", async () => {
    const id = await one("hourly");
    const { id: exclusionWindowId } = await exclude({ startsAt: "2026-02-01T12:00:00Z" });
    await tickAt("2026-02-01T12:00:00");
    await deleteExclusionWindow(operator(), { exclusionWindowId });
    await tickAt("2026-02-01T12:00:01");
    expect((await readLedgerLines(runtime, id))[0]).toBe("2026-02-01T12:00 skipped");
  });
});

describe("where moments of two schedules coincide", () => {
  test("the backup runs when one of them is free of windows, whichever comes first", async () => {
    const named = async (name: string) =>
      (await createSchedule(operator(), { name, schedule: "daily", zone: "UTC" })).id;
    const id = await one();
    const first = await named("First");
    const second = await named("Second");
    for (const scheduleId of [first, second]) await followAll(runtime, [id], { scheduleId });
    await exclude({ scheduleId: first, startsAt: "2026-02-02T01:00:00Z", durationMinutes: 120 });
    await tickAt("2026-02-02T02:00:00");
    const lines = await readLedgerLines(runtime, id);
    expect(lines.slice(0, 2)).toEqual(["2026-02-02T02:00 queued", "2026-02-02T02:00 queued"]);
    await exclude({ name: "All", startsAt: "2026-02-03T01:00:00Z", durationMinutes: 120 });
    await tickAt("2026-02-03T02:00:00");
    const skipped = (await readLedgerLines(runtime, id)).filter((line) => line.includes("skipped"));
    expect(skipped).toEqual(["2026-02-03T02:00 skipped", "2026-02-03T02:00 skipped"]);
  });
});
