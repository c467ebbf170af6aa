import * as fc from "fast-check";
import { BACKUP_KINDS, BACKUP_STATUSES } from "../db/schema/constants";
import type {
  RetentionBackup,
  RetentionInstance,
  RetentionRules,
} from "../retention/retention-rules.pure";
import { arbitraryZone } from "./arbitrary-schedule";

const HOUR = 3_600_000;
const count = (max: number) => fc.option(fc.integer({ min: 0, max }), { nil: undefined });

export function arbitraryRules(): fc.Arbitrary<RetentionRules> {
  return fc.record({
    keepDays: fc.option(fc.integer({ min: 1, max: 60 })),
    keepCount: fc.option(fc.integer({ min: 1, max: 20 })),
    tiers: fc.record({
      hourly: count(24),
      daily: count(10),
      weekly: count(6),
      monthly: count(6),
      yearly: count(3),
    }),
    floor: fc.integer({ min: 0, max: 4 }),
    zone: arbitraryZone(),
  });
}

/** Up to 40 backups of one instance, some of them of one moment, some from the future. */
export function arbitraryBackups(now: number): fc.Arbitrary<RetentionBackup[]> {
  const hoursAgo = fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: 0, max: 24 * 20 }) },
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 24 * 900 }) },
    { weight: 1, arbitrary: fc.integer({ min: -48, max: 0 }) },
  );
  const one = fc.record({
    kind: fc.constantFrom(...BACKUP_KINDS, "scheduled" as const, "scheduled" as const),
    status: fc.oneof(
      { weight: 6, arbitrary: fc.constant("available" as const) },
      { weight: 1, arbitrary: fc.constantFrom(...BACKUP_STATUSES) },
    ),
    imageCreatedAt: fc.oneof(
      { weight: 20, arbitrary: hoursAgo.map((hours) => now - hours * HOUR) },
      { weight: 1, arbitrary: fc.constant(null) },
    ),
    heldAt: fc.option(fc.constant(now - 1), { freq: 1 }),
    keepUntil: fc.option(
      hoursAgo.map((hours) => now - hours * HOUR),
      { freq: 2 },
    ),
  });
  return fc
    .array(one, { maxLength: 40 })
    .map((rows) => rows.map((row, index) => ({ id: `bak_${index}`, ...row })));
}

export function arbitraryInstance(): fc.Arbitrary<RetentionInstance> {
  const rarely = fc.integer({ min: 0, max: 7 }).map((value) => value === 0);
  return fc.record({
    paused: rarely,
    terminated: rarely,
    removed: rarely,
    newestEndedBad: rarely,
  });
}
