import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DAY, HOUR, MINUTE } from "../clock";
import { instances, schedules } from "../db/schema";
import { eq } from "drizzle-orm";
import { systemContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { createFleet, followAll } from "../testing/fleet";
import { readBackups, readDueMoments, readLedgerLines, readLinks } from "../testing/ledger";
import { pauseLinks } from "./pause-links";
import { resumeLinks } from "./resume-links";
import { runTick } from "./run-tick";
import { unlinkInstance } from "./unlink-instance";

let runtime: TestRuntime;
const at = (text: string) => Date.parse(`${text}Z`);

beforeEach(async () => {
  runtime = await createTestRuntime({ now: at("2026-02-01T11:00:00") });
});
afterEach(() => runtime.close());

async function one(...choices: string[]): Promise<string> {
  const [id = ""] = await createFleet(runtime, { schedules: choices });
  return id;
}

async function tickAt(text: string): Promise<void> {
  runtime.clock.set(at(text));
  await runTick(runtime);
}

describe("a due moment", () => {
  test("stands in the ledger before it comes, as the one row in the future", async () => {
    const id = await one("daily");
    expect(await readLedgerLines(runtime, id)).toEqual(["2026-02-02T02:00 expected"]);
    expect(await readDueMoments(runtime, id)).toEqual({
      next: "2026-02-02T02:00:00.000Z",
      last: null,
    });
  });

  test("is queued and enqueued when it comes, not before, and the next one is announced", async () => {
    const id = await one("daily");
    await tickAt("2026-02-02T01:59:59.999");
    expect(await readLedgerLines(runtime, id)).toEqual(["2026-02-02T02:00 expected"]);
    await tickAt("2026-02-02T02:00:00");
    expect(await readLedgerLines(runtime, id)).toEqual([
      "2026-02-02T02:00 queued",
      "2026-02-03T02:00 expected",
    ]);
    expect(await readDueMoments(runtime, id)).toEqual({
      next: "2026-02-03T02:00:00.000Z",
      last: "2026-02-02T02:00:00.000Z",
    });
    const [backup] = await readBackups(runtime, id);
    expect(runtime.queue.waiting()).toMatchObject([{ payload: { backupId: backup?.id } }]);
  });

  test("runs once however often the tick runs", async () => {
    const id = await one("daily");
    for (let second = 0; second < 5; second += 1) {
      await tickAt(`2026-02-02T02:00:0${second}`);
    }
    expect(await readLedgerLines(runtime, id)).toEqual([
      "2026-02-02T02:00 queued",
      "2026-02-03T02:00 expected",
    ]);
  });

  test("that two schedules of an instance share is one backup", async () => {
    const id = await one("daily", "weekly");
    await tickAt("2026-02-08T02:00:00");
    const lines = await readLedgerLines(runtime, id);
    expect(lines.filter((line) => line === "2026-02-08T02:00 queued")).toHaveLength(2);
    const due = (await readBackups(runtime, id)).filter(({ status }) => status === "queued");
    expect(due).toHaveLength(1);
  });

  test("the tick tells when the next one is", async () => {
    await one("daily");
    expect(await runTick(runtime)).toEqual({ nextDueAt: at("2026-02-02T02:00:00") });
  });
});

describe("after downtime", () => {
  test("of minutes the moment runs late", async () => {
    const id = await one("daily");
    await tickAt("2026-02-02T02:17:00");
    expect(await readLedgerLines(runtime, id)).toEqual([
      "2026-02-02T02:00 queued",
      "2026-02-03T02:00 expected",
    ]);
  });

  test("of hours the newest moment runs and the earlier ones are missed", async () => {
    const id = await one("hourly");
    await tickAt("2026-02-01T15:30:00");
    expect(await readLedgerLines(runtime, id)).toEqual([
      "2026-02-01T12:00 missed",
      "2026-02-01T13:00 missed",
      "2026-02-01T14:00 missed",
      "2026-02-01T15:00 queued",
      "2026-02-01T16:00 expected",
    ]);
  });

  test("past the start window the moment is missed, with the reason", async () => {
    const id = await one("daily");
    await tickAt("2026-02-02T06:00:00");
    expect(await readLedgerLines(runtime, id)).toEqual([
      "2026-02-02T02:00 missed",
      "2026-02-03T02:00 expected",
    ]);
    const [backup] = await readBackups(runtime, id);
    expect(backup?.statusReason).toContain("AMIVault was not running");
    expect(runtime.queue.waiting()).toEqual([]);
  });

  test("of weeks a hundred moments get a row each and the older ones share one", async () => {
    const id = await one("hourly");
    await tickAt("2026-02-15T11:30:00");
    const lines = await readLedgerLines(runtime, id);
    // 14 days of hours, of which the newest runs.
    expect(lines).toHaveLength(1 + 100 + 1 + 1);
    expect(lines[0]).toBe(`2026-02-01T12:00 missed ×${14 * 24 - 101}`);
    expect(lines.slice(1, 101).every((line) => line.endsWith("missed"))).toBe(true);
    expect(lines.slice(101)).toEqual(["2026-02-15T11:00 queued", "2026-02-15T12:00 expected"]);
  });

  test("the days of the missed moments say how many there were", async () => {
    const id = await one("hourly");
    await tickAt("2026-02-15T11:30:00");
    const days = await runtime.db.read.query.instanceDays.findMany();
    expect(days.reduce((sum, { missed }) => sum + missed, 0)).toBe(14 * 24 - 1);
    expect(days.find(({ day }) => day === "2026-02-01")?.missed).toBe(12);
    expect(days.find(({ day }) => day === "2026-02-05")?.missed).toBe(24);
    expect(days.find(({ day }) => day === "2026-02-15")?.missed).toBe(11);
    expect(days.every(({ instanceRef }) => instanceRef === id)).toBe(true);
  });

  test("a moment that two schedules share is written once", async () => {
    const id = await one("hourly", "daily");
    await tickAt("2026-02-02T03:10:00");
    const rows = await readBackups(runtime, id);
    expect(new Set(rows.map(({ dueAt }) => dueAt)).size).toBe(rows.length);
    const lines = await readLedgerLines(runtime, id);
    // Its own newest moment, inside its four hours: the daily one runs although hourly has moved on.
    expect(lines.filter((line) => line === "2026-02-02T02:00 queued")).toHaveLength(2);
    expect(lines.filter((line) => line === "2026-02-02T03:00 queued")).toHaveLength(1);
  });
});

describe("a start window", () => {
  test("that ends closes what is still queued", async () => {
    const id = await one("daily");
    await tickAt("2026-02-02T02:00:00");
    await tickAt("2026-02-02T05:59:59");
    expect((await readLedgerLines(runtime, id))[0]).toBe("2026-02-02T02:00 queued");
    await tickAt("2026-02-02T06:00:00");
    expect((await readLedgerLines(runtime, id))[0]).toBe("2026-02-02T02:00 missed");
  });

  test("is the longer one where moments coincide", async () => {
    const id = await one("hourly", "daily");
    await tickAt("2026-02-02T02:00:00");
    const backup = (await readBackups(runtime, id)).find(
      ({ dueAt }) => dueAt === at("2026-02-02T02:00:00"),
    );
    expect((backup?.startWindowEndsAt ?? 0) - (backup?.dueAt ?? 0)).toBe(4 * HOUR);
  });
});

describe("a pause", () => {
  const pause = (instanceRef: string) =>
    runtime.db.write((tx) => pauseLinks(tx, systemContext(runtime), { instanceRef }));
  const resume = (instanceRef: string) =>
    runtime.db.write((tx) => resumeLinks(tx, systemContext(runtime), { instanceRef }));

  test("of a month writes one row, and resuming goes on with the first moment after", async () => {
    const id = await one("hourly");
    await pause(id);
    expect(await readDueMoments(runtime, id)).toEqual({ next: null, last: null });
    for (let day = 0; day < 28; day += 1) {
      runtime.clock.advance(DAY);
      await runTick(runtime);
    }
    expect(await readLedgerLines(runtime, id)).toEqual(["2026-02-01T12:00 skipped"]);
    await resume(id);
    expect(await readLedgerLines(runtime, id)).toEqual([
      "2026-02-01T12:00 skipped",
      "2026-03-01T12:00 expected",
    ]);
    await tickAt("2026-03-01T12:00:00");
    expect((await readLedgerLines(runtime, id))[1]).toBe("2026-03-01T12:00 queued");
  });

  test("that ends before the moment comes leaves no trace, and the moment runs", async () => {
    const id = await one("hourly");
    await pause(id);
    runtime.clock.advance(10 * MINUTE);
    await runTick(runtime);
    await resume(id);
    await tickAt("2026-02-01T12:00:00");
    expect(await readLedgerLines(runtime, id)).toEqual([
      "2026-02-01T12:00 queued",
      "2026-02-01T13:00 expected",
    ]);
  });

  test("that never was is not resumed: what is due this moment runs", async () => {
    const id = await one("hourly");
    runtime.clock.set(at("2026-02-01T12:00:00.100"));
    await resume(id);
    await runTick(runtime);
    expect((await readLedgerLines(runtime, id))[0]).toBe("2026-02-01T12:00 queued");
  });

  test("skips what waits for its turn", async () => {
    const id = await one("hourly");
    await tickAt("2026-02-01T12:00:00");
    await pause(id);
    expect((await readLedgerLines(runtime, id))[0]).toBe("2026-02-01T12:00 skipped");
  });
});

test("a terminated instance has its run skipped once, and is due no more", async () => {
  const id = await one("hourly");
  await runtime.db.write((tx) =>
    tx.update(instances).set({ state: "terminated" }).where(eq(instances.id, id)),
  );
  await tickAt("2026-02-01T12:00:00");
  await tickAt("2026-02-01T18:00:00");
  expect(await readLedgerLines(runtime, id)).toEqual(["2026-02-01T12:00 skipped"]);
  const [backup] = await readBackups(runtime, id);
  expect(backup?.statusReason).toBe("The instance is terminated.");
});

test("an instance that is removed leaves nothing expected behind", async () => {
  const id = await one("hourly", "daily");
  await runtime.db.write((tx) => unlinkInstance(tx, systemContext(runtime), { instanceRef: id }));
  await tickAt("2026-02-03T12:00:00");
  expect(await readLedgerLines(runtime, id)).toEqual([]);
  expect(await readBackups(runtime, id)).toEqual([]);
});

test("a schedule that cannot be read stops nobody else", async () => {
  const [first = "", second = ""] = await createFleet(runtime, { instances: 2 });
  await followAll(runtime, [first], "0 12 * * *");
  await followAll(runtime, [second], "5 12 * * *");
  const [poisoned] = await readLinks(runtime, first);
  await runtime.db.write((tx) =>
    tx
      .update(schedules)
      .set({ cron: "not a schedule" })
      .where(eq(schedules.id, poisoned?.scheduleId ?? "")),
  );
  await tickAt("2026-02-01T12:05:00");
  expect(await readLedgerLines(runtime, first)).toEqual(["2026-02-01T12:00 queued"]);
  expect(await readLedgerLines(runtime, second)).toEqual([
    "2026-02-01T12:05 queued",
    "2026-02-02T12:05 expected",
  ]);
});
