import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { HOUR, MINUTE, SECOND } from "../clock";
import { changeStatus } from "../backups/change-status";
import { events, instances, scheduleLinks } from "../db/schema";
import { TICK_DONE_LEASE, TICK_LEASE } from "../health/get-readiness";
import { stampLease } from "../leases/stamp-lease";
import { systemContext, userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { addTestPeople } from "../testing/people";
import { createFleet } from "../testing/fleet";
import { readBackups, readDueMoments } from "../testing/ledger";
import { GRACE_MIN_MS, graceMs } from "./grace.pure";
import { listNextRuns } from "./list-next-runs";
import { listOverdue } from "./list-overdue";
import { runLedger } from "./run-ledger";
import { runTick } from "./run-tick";
import { getSchedulerState } from "./scheduler-state";

let runtime: TestRuntime;
const at = (text: string) => Date.parse(`${text}Z`);
const viewer = () => userContext(runtime, "viewer");

beforeEach(async () => {
  runtime = await createTestRuntime({ now: at("2026-02-01T11:30:00") });
  await addTestPeople(runtime);
});
afterEach(() => runtime.close());

async function one(choice = "hourly"): Promise<string> {
  const [id = ""] = await createFleet(runtime, { schedules: [choice] });
  return id;
}

async function tickAt(text: string): Promise<void> {
  runtime.clock.set(at(text));
  await runTick(runtime);
}

async function overdue(): Promise<string[]> {
  const { items } = await listOverdue(viewer());
  return items.map(
    ({ instance, overdueSinceAt }) => `${instance.id} ${overdueSinceAt.slice(0, 16)}`,
  );
}

async function toldOf(entityId: string) {
  const rows = await runtime.db.read.select().from(events).where(eq(events.entityId, entityId));
  return rows.map(({ data }) => data).filter((data) => data !== null && "overdue" in data);
}

/** As the engine would, without AWS. */
async function finish(instanceRef: string): Promise<void> {
  const ctx = systemContext(runtime);
  const queued = (await readBackups(runtime, instanceRef)).find(
    ({ status }) => status === "queued",
  );
  if (!queued) throw new Error("Nothing is queued.");
  const now = runtime.clock.now();
  await runtime.db.write((tx) =>
    changeStatus(tx, ctx, {
      backup: queued,
      to: "available",
      trigger: "seen",
      set: { endedAt: now, imageId: "ami-1", imageCreatedAt: now, notBeforeAt: null },
      message: "Seen.",
    }),
  );
}

describe("a run without a good ending", () => {
  test("is overdue when start window and grace are over, and told once", async () => {
    const id = await one();
    await tickAt("2026-02-01T12:00:00");
    // One hour of start window and 30 min of grace, to the millisecond.
    runtime.clock.set(at("2026-02-01T13:29:59.999"));
    await runLedger(runtime);
    expect(await overdue()).toEqual([]);
    runtime.clock.set(at("2026-02-01T13:30:00"));
    await runLedger(runtime);
    await runLedger(runtime);
    expect(await overdue()).toEqual([`${id} 2026-02-01T12:00`]);
    expect(await toldOf(id)).toEqual([{ overdue: true }]);
  });

  test("is overdue also when it was missed, and no more after a good one", async () => {
    const id = await one();
    await tickAt("2026-02-01T12:00:00");
    await tickAt("2026-02-01T13:00:00");
    runtime.clock.set(at("2026-02-01T13:30:00"));
    await runLedger(runtime);
    expect(await overdue()).toEqual([`${id} 2026-02-01T12:00`]);
    await finish(id);
    await runLedger(runtime);
    expect(await overdue()).toEqual([]);
    expect(await toldOf(id)).toEqual([{ overdue: true }, { overdue: false }]);
  });

  test("is overdue since the first of a row of bad ones, however young the newest", async () => {
    const id = await one("*/5 * * * *");
    for (let minute = 35; minute < 60; minute += 5) await tickAt(`2026-02-01T11:${minute}:00`);
    for (const time of ["12:00", "12:05", "12:10"]) await tickAt(`2026-02-01T${time}:00`);
    await runLedger(runtime);
    expect(await overdue()).toEqual([`${id} 2026-02-01T11:35`]);
    await tickAt("2026-02-01T12:15:00");
    await runLedger(runtime);
    expect(await overdue()).toEqual([`${id} 2026-02-01T11:35`]);
    expect(await toldOf(id)).toEqual([{ overdue: true }]);
  });

  test("is overdue also when nobody ticks at all", async () => {
    const id = await one();
    runtime.clock.set(at("2026-02-01T14:00:00"));
    await runLedger(runtime);
    expect(await overdue()).toEqual([`${id} 2026-02-01T12:00`]);
  });

  test("is nobody's concern while its instance is paused", async () => {
    const id = await one();
    await tickAt("2026-02-01T12:00:00");
    await runtime.db.write((tx) =>
      tx.update(instances).set({ paused: true }).where(eq(instances.id, id)),
    );
    runtime.clock.set(at("2026-02-01T18:00:00"));
    await runLedger(runtime);
    expect(await overdue()).toEqual([]);
  });

  test("is shown to those who may see its account", async () => {
    await one();
    runtime.clock.set(at("2026-02-01T14:00:00"));
    await runLedger(runtime);
    const narrow = userContext(runtime, "viewer", { accounts: ["acc_other"] });
    expect((await listOverdue(narrow)).items).toEqual([]);
  });
});

test("the grace is twice the middle duration, and half an hour at least", () => {
  expect(graceMs([])).toBe(GRACE_MIN_MS);
  expect(graceMs([MINUTE, 20 * MINUTE, 3 * HOUR])).toBe(40 * MINUTE);
  expect(graceMs([HOUR, 2 * HOUR])).toBe(3 * HOUR);
});

describe("the scheduler", () => {
  const begin = () => stampLease(runtime, { name: TICK_LEASE, owner: "test" });
  const stamp = async () => {
    await begin();
    await stampLease(runtime, { name: TICK_DONE_LEASE, owner: "test" });
  };

  async function told() {
    const rows = await runtime.db.read
      .select()
      .from(events)
      .where(eq(events.type, "alert.changed"));
    return rows.map(({ data }) => data);
  }

  test("is not running when its last tick is older than a minute, and it is told once", async () => {
    await one();
    await stamp();
    await runLedger(runtime);
    expect(await getSchedulerState(viewer())).toMatchObject({ running: true });
    runtime.clock.advance(MINUTE + SECOND);
    await runLedger(runtime);
    await runLedger(runtime);
    expect(await getSchedulerState(viewer())).toEqual({
      running: false,
      ledgerRunning: true,
      lastTickAt: "2026-02-01T11:30:00.000Z",
    });
    await stamp();
    await runLedger(runtime);
    expect(await told()).toEqual([{ status: "open" }, { status: "closed" }]);
  });

  test("whose ticks begin and never come to an end is not running", async () => {
    await one();
    await stamp();
    runtime.clock.advance(MINUTE + SECOND);
    await begin();
    expect(await getSchedulerState(viewer())).toMatchObject({ running: false });
    await runLedger(runtime);
    expect(await told()).toEqual([{ status: "open" }]);
  });

  test("that never ran is nobody's concern before there is an instance", async () => {
    await runLedger(runtime);
    expect(await told()).toEqual([]);
  });

  test("that never ran is not running", async () => {
    await one();
    expect(await getSchedulerState(viewer())).toEqual({
      running: false,
      ledgerRunning: false,
      lastTickAt: null,
    });
  });
});

test("a link without a next moment although nothing rests gets one again", async () => {
  const id = await one();
  await runtime.db.write((tx) =>
    tx.update(instances).set({ state: "vanished" }).where(eq(instances.id, id)),
  );
  await tickAt("2026-02-01T12:00:00");
  expect((await readDueMoments(runtime, id)).next).toBeNull();
  await runLedger(runtime);
  expect((await readDueMoments(runtime, id)).next).toBeNull();
  await runtime.db.write((tx) =>
    tx.update(instances).set({ state: "running" }).where(eq(instances.id, id)),
  );
  await runLedger(runtime);
  expect((await readDueMoments(runtime, id)).next).toBe("2026-02-01T13:00:00.000Z");
});

describe("the next runs", () => {
  test("are listed soonest first, in pages, as far ahead as asked", async () => {
    await createFleet(runtime, { instances: 3, schedules: ["0 13 * * *", "hourly", "monthly"] });
    const first = await listNextRuns(viewer(), { limit: 4 });
    expect(first.items.map(({ dueAt }) => dueAt.slice(11, 16))).toEqual([
      "12:00",
      "12:00",
      "12:00",
      "13:00",
    ]);
    const second = await listNextRuns(viewer(), { limit: 4, cursor: first.nextCursor ?? "" });
    expect(second.items).toHaveLength(2);
    expect(second.nextCursor).toBeNull();
    const all = [...first.items, ...second.items].map(
      ({ instance, schedule }) => `${instance.id} ${schedule.id}`,
    );
    expect(new Set(all).size).toBe(6);
  });

  test("show nothing of accounts the caller may not see", async () => {
    await one();
    const narrow = userContext(runtime, "viewer", { accounts: ["acc_other"] });
    expect((await listNextRuns(narrow)).items).toEqual([]);
  });

  test("leave out what rests", async () => {
    const id = await one();
    await runtime.db.write((tx) =>
      tx.update(scheduleLinks).set({ nextDueAt: null }).where(eq(scheduleLinks.instanceRef, id)),
    );
    expect((await listNextRuns(viewer())).items).toEqual([]);
  });
});
