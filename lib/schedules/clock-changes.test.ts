import { afterEach, describe, expect, test } from "vitest";
import { HOUR } from "../clock";
import { backups } from "../db/schema";
import { eq } from "drizzle-orm";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { createFleet } from "../testing/fleet";
import { readDueMoments, readLedgerLines } from "../testing/ledger";
import { runTick } from "./run-tick";
import type { InstanceScheduleChoice } from "./schemas";

let runtime: TestRuntime;
const at = (text: string) => Date.parse(`${text}Z`);

afterEach(() => runtime.close());

async function follow(now: string, choice: InstanceScheduleChoice): Promise<string> {
  runtime = await createTestRuntime({ now: at(now) });
  const [id = ""] = await createFleet(runtime, { schedules: [choice] });
  return id;
}

async function tickAt(text: string): Promise<void> {
  runtime.clock.set(at(text));
  await runTick(runtime);
}

/** Ticks every half hour, as a process that runs all the time. */
async function runUntil(text: string): Promise<void> {
  while (runtime.clock.now() < at(text)) {
    runtime.clock.advance(30 * 60_000);
    await runTick(runtime);
  }
}

const inBerlin = (schedule: string) => ({ schedule, zone: "Europe/Berlin" });

describe("on the day the clocks go forward", () => {
  test("a run at a time that is skipped comes at the first instant after, once", async () => {
    const id = await follow("2026-03-28T12:00:00", inBerlin("30 2 * * *"));
    await runUntil("2026-03-30T02:00:00");
    expect(await readLedgerLines(runtime, id)).toEqual([
      // Nobody works here: its start window is over.
      "2026-03-29T01:00 missed",
      "2026-03-30T00:30 queued",
      "2026-03-31T00:30 expected",
    ]);
  });

  test("every hour means every real hour", async () => {
    const id = await follow("2026-03-28T23:30:00", inBerlin("hourly"));
    await runUntil("2026-03-29T03:00:00");
    const lines = await readLedgerLines(runtime, id);
    expect(lines.map((line) => line.slice(11, 16))).toEqual([
      "00:00",
      "01:00",
      "02:00",
      "03:00",
      "04:00",
    ]);
  });
});

describe("on the day the clocks go back", () => {
  test("a fixed time runs in the first pass only", async () => {
    const id = await follow("2026-10-24T12:00:00", inBerlin("30 2 * * *"));
    await runUntil("2026-10-25T12:00:00");
    expect(await readLedgerLines(runtime, id)).toEqual([
      "2026-10-25T00:30 missed",
      "2026-10-26T01:30 expected",
    ]);
  });

  test("every hour runs in both passes", async () => {
    const id = await follow("2026-10-24T23:30:00", inBerlin("hourly"));
    await runUntil("2026-10-25T02:00:00");
    const lines = await readLedgerLines(runtime, id);
    expect(lines.map((line) => line.slice(11, 16))).toEqual(["00:00", "01:00", "02:00", "03:00"]);
  });
});

describe("when the machine's clock", () => {
  test("is set back by minutes, nothing runs twice", async () => {
    const id = await follow("2026-02-01T11:30:00", "hourly");
    await tickAt("2026-02-01T12:00:01");
    await tickAt("2026-02-01T11:55:00");
    await tickAt("2026-02-01T12:00:02");
    expect(await readLedgerLines(runtime, id)).toEqual([
      "2026-02-01T12:00 queued",
      "2026-02-01T13:00 expected",
    ]);
  });

  test("was a day ahead and is right again, the moments that have not come are due again", async () => {
    const id = await follow("2026-02-01T11:30:00", "hourly");
    await tickAt("2026-02-02T11:30:00");
    expect(await readLedgerLines(runtime, id)).toHaveLength(25);
    await tickAt("2026-02-01T11:31:00");
    expect(await readLedgerLines(runtime, id)).toEqual([
      "2026-02-01T12:00 expected",
      // It ran, ahead of its time: it does not run again.
      "2026-02-02T11:00 queued",
    ]);
    expect((await readDueMoments(runtime, id)).next).toBe("2026-02-01T12:00:00.000Z");
    const days = await runtime.db.read.query.instanceDays.findMany();
    expect(days.every(({ missed }) => missed === 0)).toBe(true);
    await tickAt("2026-02-01T12:00:00");
    await runUntil("2026-02-02T12:00:00");
    const lines = await readLedgerLines(runtime, id);
    expect(lines.map((line) => line.slice(0, 16))).toEqual(
      Array.from({ length: 26 }, (_, hour) =>
        new Date(at("2026-02-01T12:00:00") + hour * HOUR).toISOString().slice(0, 16),
      ),
    );
    const first = await runtime.db.read.select().from(backups).where(eq(backups.instanceRef, id));
    expect(new Set(first.map(({ dueAt }) => dueAt)).size).toBe(first.length);
  });

  test("was weeks ahead, the row of many missed moments is corrected as well", async () => {
    const id = await follow("2026-02-01T11:30:00", "hourly");
    await tickAt("2026-03-01T11:30:00");
    await tickAt("2026-02-01T14:30:00");
    const lines = await readLedgerLines(runtime, id);
    expect(lines).toEqual([
      "2026-02-01T12:00 missed ×3",
      "2026-02-01T15:00 expected",
      "2026-03-01T11:00 queued",
    ]);
    const days = await runtime.db.read.query.instanceDays.findMany();
    expect(days.reduce((sum, { missed }) => sum + missed, 0)).toBe(3);
  });

  test("stood still with a sleeping laptop, what was missed is written", async () => {
    const id = await follow("2026-02-01T11:30:00", "0 */6 * * *");
    await tickAt("2026-02-01T11:59:59");
    await tickAt("2026-02-02T07:15:00");
    expect(await readLedgerLines(runtime, id)).toEqual([
      "2026-02-01T12:00 missed",
      "2026-02-01T18:00 missed",
      "2026-02-02T00:00 missed",
      "2026-02-02T06:00 queued",
      "2026-02-02T12:00 expected",
    ]);
  });
});
