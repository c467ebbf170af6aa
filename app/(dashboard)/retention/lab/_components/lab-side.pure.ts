import type { HistoryEntryDto } from "#lib/retention/dto";
import {
  isToCome,
  keepSeries,
  keptAt,
  type KeepSeries,
  type KeptThen,
} from "#lib/retention/keep-series.pure";
import { planRetention } from "#lib/retention/plan-retention.pure";
import type {
  RetentionBackup,
  RetentionInstance,
  RetentionRules,
} from "#lib/retention/retention-rules.pure";
import { describeKeepReasons, describeRemoval } from "#lib/retention/retention-words.pure";
import { simulateInSlices, type Simulation } from "#lib/retention/simulate-retention.pure";

/** What is planned over: one instance's images, and its runs to come. */
export interface LabWorld {
  backups: readonly HistoryEntryDto[];
  facts: RetentionInstance;
  now: number;
  until: number;
  runs: readonly number[];
  /** The full size that a backup to come is taken to have. */
  runBytes: number;
}

/** One policy over it. */
export interface LabSide {
  rules: RetentionRules;
  world: LabWorld;
  simulation: Simulation<HistoryEntryDto>;
  series: KeepSeries;
}

const POINTS = 241;

export function* simulateSide(world: LabWorld, rules: RetentionRules): Generator<void, LabSide> {
  const { backups, facts, now, runs, until, runBytes } = world;
  const input = { policy: rules, backups, now, instance: facts, runs };
  const simulation = yield* simulateInSlices(input);
  yield;
  return {
    rules,
    world,
    simulation,
    series: keepSeries(simulation, { until, points: POINTS, runBytes }),
  };
}

/** What a policy says of one backup at the moment looked at. */
export interface Verdict {
  id: string;
  at: number | null;
  stays: boolean;
  rules: readonly string[];
  words: string;
  /** Null: nothing says when, or never. */
  goesAt: number | null;
  bytes: number;
}

/** The engine's decision at a moment, newest first: of now over what is there, later over what will be. */
export function verdictsAt(side: LabSide, moment: number): Verdict[] {
  const { rules, world, simulation } = side;
  const { now, facts, runs } = world;
  const kept = moment <= now ? allNow(simulation) : keptAt(simulation, moment);
  const goesAt = new Map(kept.map((one) => [one.backup.id, one.goesAt]));
  const frozen = facts.newestEndedBad && moment < (runs[0] ?? Infinity);
  const plan = planRetention({
    policy: rules,
    backups: kept.map(({ backup }) => backup),
    now: moment,
    instance: { ...facts, newestEndedBad: frozen },
  });
  const verdicts = [
    ...plan.keep.map(({ backup, reasons }) => ({
      ...toVerdict(backup, world),
      stays: true,
      rules: reasons.map(({ rule }) => rule),
      words: describeKeepReasons(reasons),
      goesAt: finite(goesAt.get(backup.id)),
    })),
    ...plan.remove.map(({ backup, reasons }) => ({
      ...toVerdict(backup, world),
      stays: false,
      rules: reasons.map(({ rule }) => rule),
      words: describeRemoval(reasons),
      goesAt: null,
    })),
  ];
  return verdicts.toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0));
}

function allNow(simulation: Simulation<HistoryEntryDto>): Array<KeptThen<HistoryEntryDto>> {
  const { real, realGoesAt } = simulation;
  return real.map((backup, index) => ({ backup, goesAt: realGoesAt[index] ?? 0 }));
}

function toVerdict(backup: HistoryEntryDto | RetentionBackup, world: LabWorld) {
  const bytes = "sizeBytes" in backup ? (backup.sizeBytes ?? 0) : world.runBytes;
  return { id: backup.id, at: backup.imageCreatedAt, bytes };
}

function finite(at: number | undefined): number | null {
  return at === undefined || at === Infinity ? null : at;
}

export interface VerdictPair {
  id: string;
  at: number | null;
  /** Null: it went before the moment looked at. */
  a: Verdict | null;
  b: Verdict | null;
  differs: boolean;
  /** Its page; null for one that is still to come. */
  href: string | null;
}

/** Both policies' word on each backup that either of them still has, newest first. */
export function pairVerdicts(a: readonly Verdict[], b: readonly Verdict[]): VerdictPair[] {
  const ofB = new Map(b.map((verdict) => [verdict.id, verdict]));
  const known = new Set(a.map(({ id }) => id));
  const pairs = [
    ...a.map((verdict) => toPair(verdict, ofB.get(verdict.id) ?? null)),
    ...b.filter(({ id }) => !known.has(id)).map((verdict) => toPair(null, verdict)),
  ];
  return pairs.toSorted((one, other) => (other.at ?? 0) - (one.at ?? 0));
}

function toPair(a: Verdict | null, b: Verdict | null): VerdictPair {
  const { id, at } = a ?? b ?? { id: "", at: null };
  return {
    id,
    at,
    a,
    b,
    differs: (a?.stays ?? false) !== (b?.stays ?? false),
    href: isToCome(id) ? null : `/backups/${id}`,
  };
}
