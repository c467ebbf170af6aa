import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planRetention } from "#lib/retention/plan-retention.pure";
import {
  arbitraryBackups,
  arbitraryInstance,
  arbitraryRules,
} from "#lib/testing/arbitrary-retention";
import { runsAhead } from "#lib/retention/runs-ahead.pure";
import { differenceWords, figuresOf } from "./lab-figures.pure";
import { pairVerdicts, simulateSide, verdictsAt, type LabWorld } from "./lab-side.pure";
import { runInSlices } from "./run-in-slices";

const seed = Number(process.env["AMIVAULT_TEST_SEED"] ?? Date.now() % 2_147_483_647);
const numRuns = Number(process.env["AMIVAULT_TEST_RUNS"] ?? 150);
console.info(`lab properties: AMIVAULT_TEST_SEED=${seed} AMIVAULT_TEST_RUNS=${numRuns}`);

const DAY = 24 * 3_600_000;
const NOW = Date.parse("2026-03-20T12:00Z");
const UNTIL = NOW + 400 * DAY;
const runs = runsAhead({
  schedules: [{ cron: "0 2 * * *", zone: "Europe/Berlin", windows: [] }],
  after: NOW,
  until: UNTIL,
  limit: 1_000,
});

const world = fc.record({
  backups: arbitraryBackups(NOW).map((backups) =>
    backups.map((backup, index) => ({ ...backup, sizeBytes: index === 3 ? null : index * 1_000 })),
  ),
  facts: arbitraryInstance(),
  now: fc.constant(NOW),
  until: fc.constant(UNTIL),
  runs: fc.constant(runs),
  runBytes: fc.constant(5_000),
});
const sideOf = async (of: LabWorld, rules: Parameters<typeof simulateSide>[1]) => {
  const { signal } = new AbortController();
  const side = await runInSlices(simulateSide(of, rules), { signal });
  if (side === null) throw new Error("Nobody ended it.");
  return side;
};

describe("the lab", () => {
  it("shows of now exactly the engine's decision, reason by reason, over any history", async () => {
    await fc.assert(
      fc.asyncProperty(world, arbitraryRules(), async (of, rules) => {
        const verdicts = verdictsAt(await sideOf(of, rules), NOW);
        const { backups, facts } = of;
        const plan = planRetention({ policy: rules, backups, now: NOW, instance: facts });
        const byId = new Map(verdicts.map((verdict) => [verdict.id, verdict]));
        expect(verdicts).toHaveLength(plan.keep.length + plan.remove.length);
        for (const [stays, list] of [
          [true, plan.keep],
          [false, plan.remove],
        ] as const) {
          for (const { backup, reasons } of list) {
            expect(byId.get(backup.id)).toMatchObject({
              stays,
              at: backup.imageCreatedAt,
              rules: reasons.map(({ rule }) => rule),
            });
          }
        }
      }),
      { seed, numRuns },
    );
  });

  it("keeps at any later moment what the engine keeps, with the date at which each goes", async () => {
    const later = fc.integer({ min: 1, max: 399 });
    await fc.assert(
      fc.asyncProperty(world, arbitraryRules(), later, async (of, rules, days) => {
        const side = await sideOf(of, rules);
        const at = NOW + days * DAY;
        for (const verdict of verdictsAt(side, at)) {
          expect(verdict.stays).toBe(true);
          expect(verdict.goesAt ?? Infinity).toBeGreaterThan(at);
        }
      }),
      { seed, numRuns },
    );
  });

  it("counts and sums what its verdicts say", async () => {
    await fc.assert(
      fc.asyncProperty(world, arbitraryRules(), async (of, rules) => {
        const side = await sideOf(of, rules);
        const now = verdictsAt(side, NOW);
        const figures = figuresOf(side, now);
        const judged = of.backups.filter(({ status }) => status === "available");
        const bytes = judged.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0);
        expect(figures.keep + figures.remove).toBe(judged.length);
        expect(figures.keepBytes + figures.removeBytes).toBe(bytes);
        expect(figures.end.keep).toBe(verdictsAt(side, UNTIL).length);
      }),
      { seed, numRuns },
    );
  });

  it("pairs two policies' words on each backup, and marks where they differ", async () => {
    await fc.assert(
      fc.asyncProperty(world, arbitraryRules(), arbitraryRules(), async (of, first, second) => {
        const a = verdictsAt(await sideOf(of, first), NOW + 90 * DAY);
        const b = verdictsAt(await sideOf(of, second), NOW + 90 * DAY);
        const pairs = pairVerdicts(a, b);
        const ids = new Set([...a, ...b].map(({ id }) => id));
        expect(pairs).toHaveLength(ids.size);
        for (const pair of pairs) {
          expect(pair.differs).toBe((pair.a === null) !== (pair.b === null));
        }
      }),
      { seed, numRuns },
    );
  });

  it("ends a calculation that nobody waits for", async () => {
    function* endless(): Generator<void, never> {
      for (;;) yield;
    }
    const controller = new AbortController();
    const run = runInSlices(endless(), { signal: controller.signal });
    controller.abort();
    expect(await run).toBeNull();
  });
});

describe("the difference in words", () => {
  const none = { more: 0, moreText: "0 GiB", fewer: 0, year: 0 };
  it.each([
    [
      { more: 14, moreText: "312 GiB full size, at most", fewer: 0, year: -5 },
      "B would remove 14 more now (312 GiB full size, at most) and keep 5 fewer in a year.",
    ],
    [
      { ...none, more: 1_172, year: -1_285 },
      "B would remove 1,172 more now (0 GiB) and keep 1,285 fewer in a year.",
    ],
    [{ ...none, year: 3 }, "B would remove nothing more now and keep 3 more in a year."],
    [{ ...none, fewer: 2 }, "B would keep 2 that A removes now and keep as many in a year."],
    [
      { more: 1, moreText: "8 GiB", fewer: 2, year: null },
      "B would remove 1 more now (8 GiB) and keep 2 that A removes.",
    ],
  ])("%j", (difference, words) => expect(differenceWords(difference)).toBe(words));
});
