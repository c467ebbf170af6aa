import type { EpochMs } from "../clock";
import { DAY_MS } from "../schedules/civil-day.pure";
import { countsForFloor, floorOf } from "./plan-retention.pure";
import { bucketReader } from "./retention-buckets.pure";
import { isEmptyPolicy, isRule, TIERS, type RetentionBackup } from "./retention-rules.pure";
import type { ProjectionInput } from "./project-retention.pure";
import { openTier, type OpenTier } from "./tier-window.pure";

/** When each backup goes: those there are, and one made by each run to come. */
export interface Simulation<B extends RetentionBackup> {
  now: EpochMs;
  /** Those there are, oldest first; the undated lead. */
  real: readonly B[];
  /** Beside `real`; Infinity for one that outlives the runs. */
  realGoesAt: Float64Array;
  /** Moments to come, ascending. */
  runs: readonly EpochMs[];
  runGoesAt: Float64Array;
}

/** Arrivals between two pauses of a run in slices. */
const SLICE = 500;

/**
 * What planning after every run, and whenever the calendar lets something go, would remove and
 * when; the same answer in one pass, since nothing that a rule has let go does it keep again.
 */
export function simulateRetention<B extends RetentionBackup>(
  input: ProjectionInput<B>,
): Simulation<B> {
  const steps = simulateInSlices(input);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** As `simulateRetention`, giving way now and then: a page must answer while it runs. */
export function* simulateInSlices<B extends RetentionBackup>(
  input: ProjectionInput<B>,
): Generator<void, Simulation<B>> {
  const { policy, backups, now, instance, runs } = input;
  const real = backups.filter(({ status }) => status === "available").toSorted(oldestFirst);
  const ends = new Ends(real.length + runs.length);
  if (instance.removed || isEmptyPolicy(policy)) return toSimulation({ input, real, ends });
  const arrivals = arrivalsOf(real, runs);
  const rules = openRules(input, ends);
  let passed = 0;
  for (const { index, at, backup } of arrivals) {
    rules.arrive({ index, at, backup });
    passed += 1;
    if (passed % SLICE === 0) yield;
  }
  ends.close();
  const frozen = instance.newestEndedBad && !instance.paused && !instance.terminated;
  ends.raiseTo(frozen ? (runs[0] ?? Number.POSITIVE_INFINITY) : now);
  return toSimulation({ input, real, ends });
}

function oldestFirst(a: RetentionBackup, b: RetentionBackup): number {
  const byTime = (a.imageCreatedAt ?? 0) - (b.imageCreatedAt ?? 0);
  return byTime || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

interface Arrival {
  index: number;
  at: EpochMs;
  /** Null for one that a run to come makes. */
  backup: RetentionBackup | null;
}

/** In the order in which they are made; a run counts as newer than what has its very moment. */
function* arrivalsOf(
  real: readonly RetentionBackup[],
  runs: readonly EpochMs[],
): Generator<Arrival> {
  let next = 0;
  for (const [index, backup] of real.entries()) {
    const at = backup.imageCreatedAt ?? 0;
    for (let run = runs[next]; run !== undefined && run < at; run = runs[next]) {
      yield { index: real.length + next, at: run, backup: null };
      next += 1;
    }
    yield { index, at, backup };
  }
  for (let run = runs[next]; run !== undefined; run = runs[next]) {
    yield { index: real.length + next, at: run, backup: null };
    next += 1;
  }
}

/** For each backup how many rules keep it without a date, and the last date at which one ended. */
export class Ends {
  readonly at: Float64Array;
  private readonly open: Uint8Array;

  constructor(size: number) {
    this.at = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
    this.open = new Uint8Array(size);
  }

  keep(index: number): void {
    this.open[index] = (this.open[index] ?? 0) + 1;
  }

  release(index: number, at: EpochMs): void {
    this.open[index] = (this.open[index] ?? 0) - 1;
    this.notBefore(index, at);
  }

  notBefore(index: number, at: EpochMs): void {
    this.at[index] = Math.max(this.at[index] ?? at, at);
  }

  isThere(index: number, at: EpochMs): boolean {
    return (this.open[index] ?? 0) > 0 || (this.at[index] ?? at) >= at;
  }

  /** What a rule still keeps outlives the last arrival. */
  close(): void {
    for (let index = 0; index < this.at.length; index += 1) {
      if ((this.open[index] ?? 0) > 0) this.at[index] = Number.POSITIVE_INFINITY;
    }
  }

  raiseTo(at: EpochMs): void {
    for (let index = 0; index < this.at.length; index += 1) this.notBefore(index, at);
  }
}

/** The newest so many of what arrives. */
class Newest {
  private readonly kept: number[] = [];
  private gone = 0;

  constructor(
    private readonly of: number,
    private readonly ends: Ends,
  ) {}

  arrive(index: number, at: EpochMs): void {
    this.ends.keep(index);
    this.kept.push(index);
    if (this.kept.length - this.gone <= this.of) return;
    const oldest = this.kept[this.gone];
    this.gone += 1;
    if (oldest !== undefined) this.ends.release(oldest, at);
  }
}

function openRules({ policy, now }: ProjectionInput<RetentionBackup>, ends: Ends) {
  const { keepDays, keepCount, zone } = policy;
  const read = bucketReader(zone);
  const floor = new Newest(floorOf(policy), ends);
  const count = isRule(keepCount) ? new Newest(keepCount, ends) : null;
  const tiers: OpenTier[] = [];
  for (const tier of TIERS) {
    const of = policy.tiers[tier];
    if (isRule(of)) tiers.push(openTier({ tier, of, ends, read }));
  }
  return {
    arrive({ index, at, backup }: Arrival): void {
      if (backup !== null && !countsForFloor(backup, Math.max(now, at))) return ends.keep(index);
      const seenAt = Math.max(now, at);
      const manual = backup?.kind === "manual";
      if (manual && backup.keepUntil === null) ends.keep(index);
      if (backup !== null && backup.keepUntil !== null) ends.notBefore(index, backup.keepUntil);
      // One that is dated in the future is passed over until its day.
      if (at > now) ends.notBefore(index, at);
      floor.arrive(index, seenAt);
      if (manual) return;
      if (isRule(keepDays)) ends.notBefore(index, at + keepDays * DAY_MS);
      count?.arrive(index, seenAt);
      for (const tier of tiers) tier.arrive(index, { at, seenAt });
    },
  };
}

function toSimulation<B extends RetentionBackup>(of: {
  input: ProjectionInput<B>;
  real: readonly B[];
  ends: Ends;
}): Simulation<B> {
  const { input, real, ends } = of;
  const { now, policy, instance, runs } = input;
  if (instance.removed || isEmptyPolicy(policy)) ends.at.fill(Number.POSITIVE_INFINITY);
  return {
    now,
    real,
    realGoesAt: ends.at.subarray(0, real.length),
    runs,
    runGoesAt: ends.at.subarray(real.length),
  };
}
