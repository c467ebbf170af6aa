import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { auditEntries, events, scheduleLinks } from "../db/schema";
import { systemContext, userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { addTestPeople, limitedTo } from "../testing/people";
import { createFleet, followAll } from "../testing/fleet";
import { readLedgerLines } from "../testing/ledger";
import { checkSchedules } from "./check-schedules";
import { editSchedule } from "./edit-schedule";
import { getDefaultSchedule } from "./get-default-schedule";
import { refreshSchedules } from "./refresh-schedules";

let runtime: TestRuntime;
let ids: string[];
const at = (text: string) => Date.parse(`${text}Z`);
const operator = () => userContext(runtime, "operator");

beforeEach(async () => {
  runtime = await createTestRuntime({ now: at("2026-02-01T11:00:00") });
  await addTestPeople(runtime);
  ids = await createFleet(runtime, { instances: 3, schedules: ["hourly"] });
});
afterEach(() => runtime.close());

const audits = async (action = "schedules.refresh") =>
  runtime.db.read.select().from(auditEntries).where(eq(auditEntries.action, action));

async function setNextDue(instanceRef: string, nextDueAt: number | null): Promise<void> {
  await runtime.db.write((tx) =>
    tx.update(scheduleLinks).set({ nextDueAt }).where(eq(scheduleLinks.instanceRef, instanceRef)),
  );
}

describe("refreshing the schedules", () => {
  test("finds nothing where every instance waits for what its schedule has next", async () => {
    expect(await checkSchedules(userContext(runtime, "viewer"))).toMatchObject({
      linkCount: 3,
      differing: [],
    });
    expect(await refreshSchedules(operator())).toMatchObject({ differing: [] });
    expect(await audits()).toMatchObject([{ after: { differing: [] } }]);
  });

  test("names what waits too long or for nothing, repairs it, and says so", async () => {
    const [late = "", resting = ""] = ids;
    await setNextDue(late, at("2026-02-03T12:00:00"));
    await setNextDue(resting, null);
    const read = await checkSchedules(operator());
    expect(read.differing).toMatchObject([{ late: 1, resting: 1, stale: 0, repaired: 0 }]);
    // Reading has changed nothing.
    expect(await checkSchedules(operator())).toEqual(read);

    const repaired = await refreshSchedules(operator());
    expect(repaired.differing).toMatchObject([{ late: 1, resting: 1, repaired: 2 }]);
    expect(await checkSchedules(operator())).toMatchObject({ differing: [] });
    for (const id of [late, resting]) {
      expect(await readLedgerLines(runtime, id)).toEqual(["2026-02-01T12:00 expected"]);
    }
    const [schedule] = repaired.differing;
    expect(await audits()).toMatchObject([
      { after: { differing: [{ id: schedule?.id, late: 1, resting: 1 }] } },
    ]);
    expect(await audits("schedules.refreshed")).toMatchObject([
      { after: { differing: [{ id: schedule?.id, repaired: 2 }] } },
    ]);
    const told = await runtime.db.read.select().from(events);
    expect(told.at(-1)).toMatchObject({ type: "schedule.changed", entityId: schedule?.id });
  });

  test("leaves who began it where the process ends in the middle of the repairs", async () => {
    const [late = ""] = ids;
    await setNextDue(late, at("2026-02-03T12:00:00"));
    const { write } = runtime.db;
    let writes = 0;
    runtime.db.write = (work) => {
      writes += 1;
      return writes === 1 ? write(work) : Promise.reject(new Error("The process ended."));
    };
    await expect(refreshSchedules(operator())).rejects.toThrow("The process ended.");
    runtime.db.write = write;
    expect(await audits()).toMatchObject([
      { actorType: "user", after: { differing: [{ late: 1 }] } },
    ]);
    expect(await audits("schedules.refreshed")).toEqual([]);
    expect(await refreshSchedules(operator())).toMatchObject({ differing: [{ repaired: 1 }] });
  });

  test("finishes an edit whose process ended", async () => {
    const [instance = ""] = ids;
    await followAll(runtime, [instance], "default");
    const { id: scheduleId } = await getDefaultSchedule(operator());
    const ctx = systemContext(runtime);
    await runtime.db.write((tx) => editSchedule(tx, ctx, { scheduleId, schedule: "15 13 * * *" }));
    const { differing } = await refreshSchedules(operator());
    expect(differing).toMatchObject([{ id: scheduleId, stale: 1, repaired: 1 }]);
    expect(await readLedgerLines(runtime, instance)).toEqual([
      "2026-02-01T12:00 expected",
      "2026-02-01T13:15 expected",
    ]);
  });

  test("needs the permission to write, and sight of every instance that it would hold for", async () => {
    await expect(refreshSchedules(userContext(runtime, "viewer"))).rejects.toMatchObject({
      code: "forbidden",
    });
    const elsewhere = await limitedTo(runtime, { role: "operator", accounts: ["acc_9"] });
    await expect(checkSchedules(elsewhere)).rejects.toMatchObject({ code: "forbidden" });
    await expect(refreshSchedules(elsewhere)).rejects.toMatchObject({ code: "forbidden" });
    expect(await audits()).toEqual([]);
  });
});
