import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { auditEntries, events, schedules } from "../db/schema";
import { updateInstance } from "../instances/update-instance";
import { systemContext, userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { addTestPeople, limitedTo } from "../testing/people";
import { createFleet } from "../testing/fleet";
import { readBackups, readDueMoments, readLedgerLines } from "../testing/ledger";
import { createSchedule } from "./create-schedule";
import { deleteSchedule } from "./delete-schedule";
import { editSchedule } from "./edit-schedule";
import { getDefaultSchedule } from "./get-default-schedule";
import { getSchedule } from "./get-schedule";
import { listSchedules } from "./list-schedules";
import { runTick } from "./run-tick";
import { updateSchedule } from "./update-schedule";

let runtime: TestRuntime;
const at = (text: string) => Date.parse(`${text}Z`);
const operator = () => userContext(runtime, "operator");
const admin = () => userContext(runtime, "admin");

beforeEach(async () => {
  runtime = await createTestRuntime({ now: at("2026-02-01T11:00:00") });
  await addTestPeople(runtime);
});
afterEach(() => runtime.close());

async function one(...choices: string[]): Promise<string> {
  const [id = ""] = await createFleet(runtime, { schedules: choices });
  return id;
}

async function auditsOf(action: string) {
  return runtime.db.read.select().from(auditEntries).where(eq(auditEntries.action, action));
}

describe("editing a schedule", () => {
  test("moves the future run of every instance that follows it", async () => {
    const ids = await createFleet(runtime, { instances: 45, schedules: ["default"] });
    const { id } = await getDefaultSchedule(admin());
    const edited = await updateSchedule(admin(), { scheduleId: id, schedule: "30 3 * * *" });
    expect(edited).toMatchObject({ words: "every day at 03:30 UTC", instanceCount: 45 });
    for (const instance of ids) {
      expect(await readLedgerLines(runtime, instance)).toEqual(["2026-02-02T03:30 expected"]);
      expect((await readDueMoments(runtime, instance)).next).toBe("2026-02-02T03:30:00.000Z");
      expect(await readBackups(runtime, instance)).toHaveLength(1);
    }
  });

  test("loses nothing that is due already", async () => {
    const id = await one("default");
    runtime.clock.set(at("2026-02-02T02:00:00.300"));
    const { id: scheduleId } = await getDefaultSchedule(admin());
    await updateSchedule(admin(), { scheduleId, schedule: "30 3 * * *" });
    expect(await readLedgerLines(runtime, id)).toEqual([
      "2026-02-02T02:00 queued",
      "2026-02-02T03:30 expected",
    ]);
  });

  test("is finished by the tick when its process ended before it was", async () => {
    const id = await one("default");
    const { id: scheduleId } = await getDefaultSchedule(admin());
    runtime.clock.set(at("2026-02-02T02:00:00"));
    const ctx = systemContext(runtime);
    await runtime.db.write((tx) => editSchedule(tx, ctx, { scheduleId, schedule: "hourly" }));
    expect(await readLedgerLines(runtime, id)).toEqual(["2026-02-02T02:00 expected"]);
    runtime.clock.set(at("2026-02-02T02:00:05"));
    await runTick(runtime);
    expect(await readLedgerLines(runtime, id)).toEqual([
      "2026-02-02T02:00 queued",
      "2026-02-02T03:00 expected",
    ]);
    const [row] = await runtime.db.read
      .select()
      .from(schedules)
      .where(eq(schedules.id, scheduleId));
    expect(row?.aligned).toBe(true);
  });

  test("takes back a run that was announced and had not come at the edit", async () => {
    const id = await one("default");
    const { id: scheduleId } = await getDefaultSchedule(admin());
    runtime.clock.set(at("2026-02-02T01:59:59"));
    const ctx = systemContext(runtime);
    await runtime.db.write((tx) => editSchedule(tx, ctx, { scheduleId, schedule: "0 4 * * *" }));
    runtime.clock.set(at("2026-02-02T02:00:01"));
    await runTick(runtime);
    expect(await readLedgerLines(runtime, id)).toEqual(["2026-02-02T04:00 expected"]);
  });

  test("finds a moment of its new text that came before the tick finished it", async () => {
    const id = await one("default");
    const { id: scheduleId } = await getDefaultSchedule(admin());
    const ctx = systemContext(runtime);
    await runtime.db.write((tx) => editSchedule(tx, ctx, { scheduleId, schedule: "1 11 * * *" }));
    runtime.clock.set(at("2026-02-01T11:01:30"));
    await runTick(runtime);
    await runTick(runtime);
    expect(await readLedgerLines(runtime, id)).toEqual([
      "2026-02-01T11:01 queued",
      "2026-02-02T11:01 expected",
    ]);
  });

  test("by its zone moves it too", async () => {
    const id = await one("default");
    const { id: scheduleId } = await getDefaultSchedule(admin());
    await updateSchedule(admin(), { scheduleId, zone: "europe/berlin" });
    expect((await readDueMoments(runtime, id)).next).toBe("2026-02-02T01:00:00.000Z");
  });

  test("that is disabled skips one run, and enabled goes on", async () => {
    const id = await one("default");
    const { id: scheduleId } = await getDefaultSchedule(admin());
    await updateSchedule(admin(), { scheduleId, enabled: false });
    runtime.clock.set(at("2026-02-05T12:00:00"));
    await runTick(runtime);
    await updateSchedule(admin(), { scheduleId, enabled: true });
    expect(await readLedgerLines(runtime, id)).toEqual([
      "2026-02-02T02:00 skipped",
      "2026-02-06T02:00 expected",
    ]);
  });

  test("unchanged writes nothing", async () => {
    await one("default");
    const { id: scheduleId } = await getDefaultSchedule(admin());
    await updateSchedule(admin(), { scheduleId, schedule: "daily", zone: "UTC" });
    expect(await auditsOf("schedule.update")).toEqual([]);
  });

  test("is audited with before and after, and told", async () => {
    await one("default");
    const made = await createSchedule(operator(), { name: "Nightly", schedule: "0 1 * * *" });
    await updateSchedule(operator(), { scheduleId: made.id, name: "Late", schedule: "0 5 * * *" });
    const [entry] = await auditsOf("schedule.update");
    expect(entry).toMatchObject({
      actorName: "test-operator",
      before: { name: "Nightly", cron: "0 1 * * *" },
      after: { name: "Late", cron: "0 5 * * *" },
    });
    const told = await runtime.db.read.select().from(events).where(eq(events.entityId, made.id));
    expect(told.map(({ type }) => type)).toEqual(["schedule.changed", "schedule.changed"]);
  });

  test("keeps a start window that somebody shortened, and bounds it by the interval", async () => {
    await one("default");
    const made = await createSchedule(operator(), {
      name: "Nightly",
      schedule: "daily",
      startWindowMinutes: 60,
    });
    const kept = await updateSchedule(operator(), { scheduleId: made.id, schedule: "0 7 * * *" });
    expect(kept.startWindowMinutes).toBe(60);
    const short = await updateSchedule(operator(), {
      scheduleId: made.id,
      schedule: "*/15 * * * *",
    });
    expect(short.startWindowMinutes).toBe(15);
    await expect(
      updateSchedule(operator(), { scheduleId: made.id, startWindowMinutes: 30 }),
    ).rejects.toMatchObject({ fields: { startWindowMinutes: [expect.stringContaining("15")] } });
  });
});

describe("a text given to instances", () => {
  test("is shared by those given the same, apart from the default and from named ones", async () => {
    const [first = "", second = ""] = await createFleet(runtime, { instances: 2 });
    await createSchedule(operator(), { name: "Nightly", schedule: "daily" });
    for (const instanceId of [first, second]) {
      await updateInstance(operator(), { instanceId, schedules: ["0 02 * * *"] });
    }
    const { items } = await listSchedules(operator());
    expect(items.map(({ name, instanceCount }) => [name, instanceCount])).toEqual([
      ["Default", 0],
      ["Nightly", 0],
      ["every day at 02:00 UTC", 2],
    ]);
    const { id: scheduleId } = await getDefaultSchedule(admin());
    await updateSchedule(admin(), { scheduleId, schedule: "0 9 * * *" });
    expect(await readLedgerLines(runtime, first)).toEqual(["2026-02-02T02:00 expected"]);
  });

  test("goes with the last instance that was given it", async () => {
    const id = await one();
    await updateInstance(operator(), { instanceId: id, schedules: ["0 5 * * *"] });
    await updateInstance(operator(), { instanceId: id, schedules: ["default"] });
    const { items } = await listSchedules(operator());
    expect(items.map(({ name }) => name)).toEqual(["Default"]);
    expect(await readLedgerLines(runtime, id)).toEqual(["2026-02-02T02:00 expected"]);
  });

  test("is named after its words until somebody names it", async () => {
    const id = await one();
    await updateInstance(operator(), { instanceId: id, schedules: ["0 5 * * *"] });
    const found = await listSchedules(operator(), { search: "05:00" });
    const scheduleId = found.items[0]?.id ?? "";
    const moved = await updateSchedule(operator(), { scheduleId, schedule: "0 6 * * *" });
    expect(moved).toMatchObject({ name: "every day at 06:00 UTC", autoNamed: true });
    const named = await updateSchedule(operator(), { scheduleId, name: "Morning" });
    expect(named).toMatchObject({ name: "Morning", autoNamed: false });
  });

  test("can be several at once, and taken away without losing a due moment", async () => {
    const id = await one();
    await updateInstance(operator(), {
      instanceId: id,
      schedules: ["0 12 * * *", { schedule: "0 12 * * *", zone: "Europe/Berlin" }],
    });
    expect(await readLedgerLines(runtime, id)).toEqual([
      "2026-02-01T12:00 expected",
      "2026-02-02T11:00 expected",
    ]);
    runtime.clock.set(at("2026-02-01T12:00:00.200"));
    await updateInstance(operator(), { instanceId: id, schedules: [] });
    expect(await readLedgerLines(runtime, id)).toEqual(["2026-02-01T12:00 queued"]);
    expect((await readDueMoments(runtime, id)).next).toBeNull();
  });

  test("is audited", async () => {
    const id = await one("default");
    await updateInstance(operator(), { instanceId: id, schedules: ["0 5 * * *"] });
    const [entry] = await auditsOf("instance.update");
    expect(entry).toMatchObject({
      targetId: id,
      before: { schedules: ["0 2 * * * UTC"] },
      after: { schedules: ["0 5 * * * UTC"] },
    });
  });
});

describe("deleting a schedule", () => {
  test("is refused while instances follow it, and names them", async () => {
    const id = await one();
    const made = await createSchedule(operator(), { name: "Nightly", schedule: "daily" });
    await updateInstance(operator(), {
      instanceId: id,
      schedules: [{ scheduleId: made.id }],
    });
    await expect(deleteSchedule(operator(), { scheduleId: made.id })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("server 0"),
    });
    await updateInstance(operator(), { instanceId: id, schedules: [] });
    await deleteSchedule(operator(), { scheduleId: made.id });
    await expect(getSchedule(operator(), { scheduleId: made.id })).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await auditsOf("schedule.delete")).toHaveLength(1);
  });

  test("names no instance of an account the caller may not see", async () => {
    const id = await one();
    const made = await createSchedule(operator(), { name: "Nightly", schedule: "daily" });
    await updateInstance(operator(), {
      instanceId: id,
      schedules: [{ scheduleId: made.id }],
    });
    const narrow = await limitedTo(runtime, { role: "operator", accounts: ["acc_other"] });
    await expect(deleteSchedule(narrow, { scheduleId: made.id })).rejects.toMatchObject({
      message: "Instances that you may not see follow this schedule.",
    });
  });

  test("is refused for the default", async () => {
    await one();
    const { id } = await getDefaultSchedule(admin());
    await expect(deleteSchedule(admin(), { scheduleId: id })).rejects.toMatchObject({
      reason: "default_schedule",
    });
  });
});

describe("who may", () => {
  test("viewers change nothing, operators not the default", async () => {
    const id = await one("default");
    const viewer = userContext(runtime, "viewer");
    const { id: scheduleId } = await getDefaultSchedule(viewer);
    const forbidden = { code: "forbidden" };
    await expect(createSchedule(viewer, { name: "a", schedule: "daily" })).rejects.toMatchObject(
      forbidden,
    );
    await expect(updateSchedule(viewer, { scheduleId, enabled: false })).rejects.toMatchObject(
      forbidden,
    );
    await expect(deleteSchedule(viewer, { scheduleId })).rejects.toMatchObject(forbidden);
    await expect(updateInstance(viewer, { instanceId: id, schedules: [] })).rejects.toMatchObject(
      forbidden,
    );
    await expect(updateSchedule(operator(), { scheduleId, enabled: false })).rejects.toMatchObject(
      forbidden,
    );
  });

  test("what does not exist, or is another's, is not found", async () => {
    const id = await one("default");
    const missing = { code: "not_found" };
    await expect(
      updateSchedule(operator(), { scheduleId: "sch_x", name: "a" }),
    ).rejects.toMatchObject(missing);
    await expect(deleteSchedule(operator(), { scheduleId: "sch_x" })).rejects.toMatchObject(
      missing,
    );
    await expect(
      updateInstance(operator(), { instanceId: "ins_x", schedules: [] }),
    ).rejects.toMatchObject(missing);
    const narrow = await limitedTo(runtime, { role: "operator", accounts: ["acc_other"] });
    await expect(updateInstance(narrow, { instanceId: id, schedules: [] })).rejects.toMatchObject(
      missing,
    );
    await expect(
      updateInstance(operator(), { instanceId: id, schedules: [{ scheduleId: "sch_x" }] }),
    ).rejects.toMatchObject({ code: "validation" });
  });
});
