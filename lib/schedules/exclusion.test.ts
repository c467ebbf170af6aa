import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HOUR, MINUTE } from "../clock";
import { arbitraryZone } from "../testing/arbitrary-schedule";
import { oracleCovering, oracleStart, type OracleWindow } from "../testing/exclusion-oracle";
import { oracleChanges } from "../testing/wall-clock-oracle";
import { findExclusion, nextExclusion, type ExclusionWindow } from "./exclusion.pure";
import { timeStart } from "./start-timing.pure";

const seed = Number(process.env["AMIVAULT_TEST_SEED"] ?? Date.now() % 2_147_483_647);
const numRuns = Math.ceil(Number(process.env["AMIVAULT_TEST_RUNS"] ?? 150) / 2);
console.info(`exclusion properties: AMIVAULT_TEST_SEED=${seed}, ${numRuns} runs`);

const DAY = 24 * HOUR;
const at = (text: string) => Date.parse(`${text}Z`);

function nightly(patch: Partial<ExclusionWindow> = {}): ExclusionWindow {
  return {
    name: "Night",
    scheduleId: null,
    cron: "0 22 * * *",
    zone: "Europe/Berlin",
    startsAt: null,
    durationMs: 8 * HOUR,
    ...patch,
  };
}

describe("an instant", () => {
  const named = (window: ExclusionWindow, instant: string) =>
    findExclusion({ windows: [window], at: at(instant) })?.name ?? null;

  test.each([
    ["2026-02-01T20:59:59.999", null],
    ["2026-02-01T21:00:00", "Night"],
    ["2026-02-02T04:59:59.999", "Night"],
    ["2026-02-02T05:00:00", null],
    // The night of the change has an hour less on the clock: real time counts, and ends at 07:00.
    ["2026-03-29T04:59:59.999", "Night"],
    ["2026-03-29T05:00:00", null],
    // And an hour more: it ends at 05:00.
    ["2026-10-25T03:59:59.999", "Night"],
    ["2026-10-25T04:00:00", null],
  ])("%s UTC lies in the night's window: %s", (instant, name) => {
    expect(named(nightly(), instant)).toBe(name);
  });

  test("lies in a window that is longer than its interval, always", () => {
    const always = nightly({ durationMs: 25 * HOUR });
    const start = at("2026-02-01T00:00:00");
    for (let hour = 0; hour < 48; hour += 1) {
      const found = findExclusion({ windows: [always], at: start + hour * HOUR });
      expect(found?.name).toBe("Night");
    }
  });

  test("of several windows is told by the one that began first", () => {
    const early = nightly({ name: "Early", cron: "0 20 * * *" });
    const found = findExclusion({ windows: [nightly(), early], at: at("2026-02-01T22:00:00") });
    expect(found).toEqual({ name: "Early", startsAt: at("2026-02-01T19:00:00") });
  });

  test("lies in none whose text cannot be read", () => {
    expect(named(nightly({ cron: "nonsense" }), "2026-02-01T22:00:00")).toBeNull();
  });
});

const year = 2026;
const window = fc.record({
  name: fc.constantFrom("a", "b", "c"),
  cron: fc.constantFrom(null, "30 1 * * *", "15 2 * * 0", "0 */6 * * *", "0 3 1,15 * *"),
  startsAt: fc.integer({ min: at("2026-01-01T00:00:00"), max: at("2027-01-01T00:00:00") }),
  zone: arbitraryZone(),
  minutes: fc.integer({ min: 1, max: 3 * 24 * 60 }),
});
const world = fc.record({
  windows: fc.array(window, { minLength: 1, maxLength: 3 }),
  askers: fc.array(
    fc.record({
      startWindowMs: fc.integer({ min: 5, max: 240 }).map((minutes) => minutes * MINUTE),
      spreadMs: fc.integer({ min: 0, max: 240 }).map((minutes) => minutes * MINUTE),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  moment: fc.integer({ min: at("2026-01-05T00:00:00"), max: at("2026-12-20T00:00:00") }),
  nearChange: fc.boolean(),
});

describe("against an oracle that walks the beginnings", () => {
  test("a moment lies in the same window, and its start window ends at the same instant", () => {
    let excluded = 0;
    fc.assert(
      fc.property(world, ({ windows: drawn, askers: wanted, moment, nearChange }) => {
        const [change] = oracleChanges({
          zone: drawn[0]?.zone ?? "UTC",
          fromMs: Date.UTC(year, 0, 5),
          toMs: Date.UTC(year, 11, 20),
        });
        const dueAt = nearChange && change ? change + (moment % DAY) - 12 * HOUR : moment;
        const windows = drawn.map(toWindow);
        const covering = oracleCovering(drawn, dueAt);
        expect(findExclusion({ windows, at: dueAt })).toEqual(covering);
        const askers = wanted.map((asker) => ({ scheduleId: "sch_1", ...asker }));
        const timing = timeStart({ dueAt, instanceKey: "key", askers, windows });
        expect(timing.excludedBy).toBe(covering?.name ?? null);
        if (covering !== null) excluded += 1;
        const windowsMs = wanted.map(({ startWindowMs }) => startWindowMs);
        const whole = { startWindowEndsAt: dueAt + Math.max(...windowsMs), startWindowCutBy: null };
        expect(timing).toMatchObject(
          covering === null ? oracleStart(drawn, { dueAt, windowsMs }) : whole,
        );
        const last = findExclusion({ windows, at: timing.startWindowEndsAt - 1 });
        expect(covering === null && last !== null).toBe(false);
        expect(timing.notBeforeAt).toBeLessThan(timing.startWindowEndsAt);
        expect(timing.notBeforeAt).toBeGreaterThanOrEqual(dueAt);
      }),
      { seed, numRuns },
    );
    expect(excluded).toBeGreaterThan(0);
  }, 60_000);

  test("the next window is the first beginning after the instant", () => {
    const windows = [
      nightly(),
      nightly({ name: "Once", cron: null, startsAt: at("2026-02-01T20:00:00") }),
    ];
    const after = at("2026-02-01T12:00:00");
    const next = { name: "Once", startsAt: at("2026-02-01T20:00:00") };
    expect(nextExclusion({ windows, after, before: after + DAY })).toEqual(next);
    expect(nextExclusion({ windows, after, before: next.startsAt })).toBeNull();
    expect(nextExclusion({ windows, after: next.startsAt, before: after + DAY })?.name).toBe(
      "Night",
    );
  });
});

function toWindow({ name, cron, startsAt, zone, minutes }: OracleWindow): ExclusionWindow {
  return {
    name,
    scheduleId: null,
    cron,
    zone,
    startsAt: cron === null ? startsAt : null,
    durationMs: minutes * MINUTE,
  };
}
