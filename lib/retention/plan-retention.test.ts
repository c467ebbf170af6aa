import { describe, expect, it } from "vitest";
import { planRetention } from "./plan-retention.pure";
import type { RetentionBackup, RetentionInstance, RetentionRules } from "./retention-rules.pure";
import { describeKeepReasons, describeRemoval } from "./retention-words.pure";

const NOW = Date.parse("2026-03-20T12:00Z");
const RULES: RetentionRules = { keepDays: null, keepCount: null, tiers: {}, floor: 1, zone: "UTC" };
const RUNNING: RetentionInstance = {
  paused: false,
  terminated: false,
  removed: false,
  newestEndedBad: false,
};

type Told = Partial<RetentionBackup> & { at: string };

interface Case {
  rules?: Partial<RetentionRules>;
  instance?: Partial<RetentionInstance>;
  now?: string;
  backups: Array<Told | string>;
}

/** One line a backup: `+` for kept, `-` for removed, when it was made, and why. */
function planned({ rules, instance, now, backups }: Case): string[] {
  const plan = planRetention({
    policy: { ...RULES, ...rules },
    backups: backups.map(toBackup),
    now: now === undefined ? NOW : Date.parse(now),
    instance: { ...RUNNING, ...instance },
  });
  const kept = plan.keep.map(({ backup, reasons }) => ({
    backup,
    line: `+ ${backup.id} ${describeKeepReasons(reasons)}`,
  }));
  const removed = plan.remove.map(({ backup, reasons }) => ({
    backup,
    line: `- ${backup.id} ${describeRemoval(reasons)}`,
  }));
  return [...kept, ...removed]
    .toSorted((a, b) => (b.backup.imageCreatedAt ?? 0) - (a.backup.imageCreatedAt ?? 0))
    .map(({ line }) => line);
}

/** Named after its time; `2026-03-20T11` is on the hour, UTC. */
function toBackup(told: Told | string): RetentionBackup {
  const { at, ...rest } = typeof told === "string" ? { at: told } : told;
  const text = at.includes("T") ? at : `${at}T00`;
  return {
    id: at,
    kind: "scheduled",
    status: "available",
    imageCreatedAt: Date.parse(text.length === 13 ? `${text}:00Z` : `${text}Z`),
    heldAt: null,
    keepUntil: null,
    ...rest,
  };
}

const DAYS = ["2026-03-20", "2026-03-19", "2026-03-18", "2026-03-17", "2026-03-16"];

describe("a retention policy", () => {
  it("removes by age at N × 24 h to the millisecond, and not before", () => {
    const rules = { keepDays: 30 };
    const backups = ["2026-03-20T11", "2026-02-18T12:00:00.001", "2026-02-18T12", "2026-02-18T11"];
    expect(planned({ rules, backups })).toEqual([
      "+ 2026-03-20T11 younger than 30 days, floor 1 of 1",
      "+ 2026-02-18T12:00:00.001 younger than 30 days",
      "- 2026-02-18T12 older than 30 days; no other rule keeps it",
      "- 2026-02-18T11 older than 30 days; no other rule keeps it",
    ]);
  });

  it("counts the newest, whatever their age", () => {
    expect(planned({ rules: { keepCount: 3 }, backups: DAYS })).toEqual([
      "+ 2026-03-20 newest 1 of 3, floor 1 of 1",
      "+ 2026-03-19 newest 2 of 3",
      "+ 2026-03-18 newest 3 of 3",
      "- 2026-03-17 not one of the newest 3; no other rule keeps it",
      "- 2026-03-16 not one of the newest 3; no other rule keeps it",
    ]);
  });

  it("keeps the newest of each day that has one, and passes over days that have none", () => {
    const backups = ["2026-03-20T10", "2026-03-20T02", "2026-03-17T23", "2026-03-17T01"];
    expect(planned({ rules: { tiers: { daily: 2 } }, backups })).toEqual([
      "+ 2026-03-20T10 daily 1 of 2, floor 1 of 1",
      "- 2026-03-20T02 its day has a newer one; no other rule keeps it",
      "+ 2026-03-17T23 daily 2 of 2",
      "- 2026-03-17T01 its day has a newer one; no other rule keeps it",
    ]);
  });

  it("keeps the oldest of all while a tier has room, and no longer", () => {
    const backups = ["2026-03-20T10", "2026-03-18T02", "2026-03-18T01"];
    expect(planned({ rules: { tiers: { daily: 3 } }, backups }).at(-1)).toBe(
      "+ 2026-03-18T01 oldest, daily 3 of 3",
    );
    expect(planned({ rules: { tiers: { daily: 2 } }, backups }).at(-1)).toBe(
      "- 2026-03-18T01 its day has a newer one; no other rule keeps it",
    );
  });

  it("keeps what any rule keeps, with each rule's own count", () => {
    const rules = { keepDays: 2, tiers: { daily: 2, weekly: 2, monthly: 2, yearly: 2 } };
    const backups = ["2026-03-20", "2026-03-19", "2026-03-16", "2026-03-15", "2026-02-01"];
    expect(planned({ rules, backups: [...backups, "2025-12-31"] })).toEqual([
      "+ 2026-03-20 younger than 2 days, daily 1 of 2, weekly 1 of 2, monthly 1 of 2, yearly 1 of 2, floor 1 of 1",
      "+ 2026-03-19 younger than 2 days, daily 2 of 2",
      "- 2026-03-16 older than 2 days, not in the last 2 days with backups, its week has a newer one, its month has a newer one, its year has a newer one; no rule keeps it",
      "+ 2026-03-15 weekly 2 of 2",
      "+ 2026-02-01 monthly 2 of 2",
      "+ 2025-12-31 yearly 2 of 2",
    ]);
  });

  it("begins a week on Monday, over the turn of the year too", () => {
    // 2025-12-29 was the Monday of the first ISO week of 2026.
    const backups = ["2026-01-04T23", "2025-12-29T00", "2025-12-28T23", "2025-12-20T00"];
    expect(planned({ rules: { tiers: { weekly: 2 } }, backups, now: "2026-01-05T00:00Z" })).toEqual(
      [
        "+ 2026-01-04T23 weekly 1 of 2, floor 1 of 1",
        "- 2025-12-29T00 its week has a newer one; no other rule keeps it",
        "+ 2025-12-28T23 weekly 2 of 2",
        "- 2025-12-20T00 not in the last 2 weeks with backups; no other rule keeps it",
      ],
    );
  });

  it.each([
    // Midnight in Auckland is 11:00 UTC, in Los Angeles 07:00 UTC in summer.
    ["Pacific/Auckland", ["+ 2026-03-20T11", "+ 2026-03-20T10", "- 2026-03-20T06"]],
    ["America/Los_Angeles", ["+ 2026-03-20T11", "- 2026-03-20T10", "+ 2026-03-20T06"]],
    ["UTC", ["+ 2026-03-20T11", "- 2026-03-20T10", "- 2026-03-20T06"]],
  ])("tells days apart by the policy's zone: %s", (zone, lines) => {
    const backups = ["2026-03-20T11", "2026-03-20T10", "2026-03-20T06", "2026-01-01"];
    const rules = { tiers: { daily: 2 }, zone };
    expect(planned({ rules, backups }).map((line) => line.slice(0, 15))).toEqual(
      expect.arrayContaining(lines),
    );
  });

  it("takes the hour that comes twice in autumn for one", () => {
    // Berlin, 2026-10-25: 02:00–03:00 runs twice, from 00:00 and from 01:00 UTC.
    const backups = [
      "2026-10-25T02",
      "2026-10-25T01",
      "2026-10-25T00",
      "2026-10-24T23",
      "2026-10-24T22",
    ];
    const rules = { tiers: { hourly: 3 }, zone: "Europe/Berlin" };
    expect(planned({ rules, backups, now: "2026-10-25T02:30Z" })).toEqual([
      "+ 2026-10-25T02 hourly 1 of 3, floor 1 of 1",
      "+ 2026-10-25T01 hourly 2 of 3",
      "- 2026-10-25T00 its hour has a newer one; no other rule keeps it",
      "+ 2026-10-24T23 hourly 3 of 3",
      "- 2026-10-24T22 not in the last 3 hours with backups; no other rule keeps it",
    ]);
  });

  it("lets nothing from the future stand for the newest", () => {
    const backups = ["2026-03-21", "2026-03-20", "2026-03-19", "2026-03-18"];
    expect(planned({ rules: { keepCount: 1, floor: 2 }, backups })).toEqual([
      "+ 2026-03-21 dated in the future",
      "+ 2026-03-20 newest 1 of 1, floor 1 of 2",
      "+ 2026-03-19 floor 2 of 2",
      "- 2026-03-18 not one of the newest 1; no other rule keeps it",
    ]);
  });

  it("counts neither held, failed, pending nor gone, and removes none of them", () => {
    const backups: Told[] = [
      { at: "2026-03-20", heldAt: NOW },
      { at: "2026-03-19", status: "failed" },
      { at: "2026-03-18", status: "pending" },
      { at: "2026-03-17", status: "gone" },
      { at: "2026-03-16" },
      { at: "2026-03-15" },
      { at: "2026-03-14", heldAt: NOW },
    ];
    expect(planned({ rules: { keepCount: 1 }, backups })).toEqual([
      "+ 2026-03-20 held",
      "+ 2026-03-16 newest 1 of 1, floor 1 of 1",
      "- 2026-03-15 not one of the newest 1; no other rule keeps it",
      "+ 2026-03-14 held",
    ]);
  });

  it("keeps manual backups until their own time, outside of tiers and count", () => {
    const backups: Told[] = [
      { at: "2026-03-20", kind: "manual" },
      { at: "2026-03-19", kind: "manual", keepUntil: Date.parse("2026-03-20T12:00:00.001Z") },
      { at: "2026-03-18" },
      { at: "2026-03-17" },
      { at: "2026-03-16", kind: "manual", keepUntil: NOW },
    ];
    expect(planned({ rules: { keepCount: 1, floor: 2 }, backups })).toEqual([
      "+ 2026-03-20 made by hand: kept until somebody deletes it, floor 1 of 2",
      "+ 2026-03-19 kept until 2026-03-20 12:00 UTC, floor 2 of 2",
      "+ 2026-03-18 newest 1 of 1",
      "- 2026-03-17 not one of the newest 1; no other rule keeps it",
      "- 2026-03-16 was kept until 2026-03-20 12:00 UTC; no other rule keeps it",
    ]);
  });

  it("keeps a scheduled backup until the time that a person gave it", () => {
    const keepUntil = NOW + 1;
    const backups: Told[] = [{ at: "2026-03-20" }, { at: "2026-01-01", keepUntil }];
    expect(planned({ rules: { keepCount: 1 }, backups }).at(-1)).toMatch(/^\+ .* kept until/);
    expect(
      planned({ rules: { keepCount: 1 }, backups, now: "2026-03-20T12:00:00.001Z" }).at(-1),
    ).toBe(
      "- 2026-01-01 was kept until 2026-03-20 12:00 UTC, not one of the newest 1; no rule keeps it",
    );
  });

  it("is frozen while the newest scheduled run is bad, but not for a paused or terminated instance", () => {
    const rules = { keepDays: 1 };
    const backups = ["2026-03-10", "2026-03-09"];
    const bad = { newestEndedBad: true };
    const removed = "- 2026-03-09 older than 1 day; no other rule keeps it";
    expect(planned({ rules, backups, instance: bad }).at(-1)).toBe(
      "+ 2026-03-09 frozen: the newest scheduled run failed",
    );
    for (const state of [{ paused: true }, { terminated: true }]) {
      expect(planned({ rules, backups, instance: { ...bad, ...state } }).at(-1)).toBe(removed);
    }
  });

  it("lets a terminated instance's backups age down to the floor", () => {
    const rules = { keepDays: 1, floor: 2 };
    expect(
      planned({ rules, backups: DAYS, instance: { terminated: true }, now: "2027-01-01T00:00Z" }),
    ).toEqual([
      "+ 2026-03-20 floor 1 of 2",
      "+ 2026-03-19 floor 2 of 2",
      "- 2026-03-18 older than 1 day; no other rule keeps it",
      "- 2026-03-17 older than 1 day; no other rule keeps it",
      "- 2026-03-16 older than 1 day; no other rule keeps it",
    ]);
  });

  it("removes nothing of a removed instance, and nothing without a rule", () => {
    const past: Told[] = [{ at: "2020-01-02" }, { at: "2020-01-01", keepUntil: NOW - 1 }];
    for (const input of [
      { rules: { keepDays: 1 }, instance: { removed: true } },
      { rules: {} },
      { rules: { keepCount: 0, keepDays: 0, tiers: { daily: 0 } } },
    ]) {
      expect(planned({ ...input, backups: past }).every((line) => line.startsWith("+"))).toBe(true);
    }
  });

  it("keeps at least one, even where the floor says none", () => {
    expect(
      planned({ rules: { keepDays: 1, floor: 0 }, backups: ["2020-01-02", "2020-01-01"] })[0],
    ).toBe("+ 2020-01-02 floor 1 of 1");
  });

  it("names the survivors and says when the calendar alone lets one go", () => {
    const plan = planRetention({
      policy: { ...RULES, keepDays: 3, floor: 2 },
      backups: DAYS.map(toBackup),
      now: NOW,
      instance: RUNNING,
    });
    expect(plan.survivorIds).toEqual(["2026-03-20", "2026-03-19"]);
    expect(plan.keep.map(({ removableAt }) => removableAt)).toEqual([
      null,
      null,
      Date.parse("2026-03-21T00:00Z"),
    ]);
    expect(plan.remove.map(({ newerId }) => newerId)).toEqual(["2026-03-18", "2026-03-18"]);
  });
});
