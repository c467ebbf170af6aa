import { decideRemoval, type ProvenImage } from "#lib/removal/decide-removal.pure";
import { keptByPlan } from "#lib/removal/kept-by-plan.pure";
import type { RetentionPlan } from "#lib/retention/plan-retention.pure";
import type { RetentionBackup, RetentionInstance } from "#lib/retention/retention-rules.pure";
import { forbiddenByAws, forbiddenByRecords, isForeign } from "./checker";
import type { Planner } from "./mutants";
import type { Random } from "./random";
import { disturb, keyOf, OWNER, type World, type WorldRecord } from "./world";

export interface WorldResult {
  planned: number;
  deleted: number;
  /** Planned or sent although an invariant forbids it, each with the reason. */
  unsafe: string[];
  foreign: number;
  orphans: number;
}

/**
 * One world: the product's planner, then what people and AWS do, then the product's planner again at
 * AWS's time and its decision on AWS's answer, as lib/removal has them. The checker judges the plan
 * by the records, and each send by the truth.
 */
export function runWorld(world: World, { random, plan }: { random: Random; plan: Planner }) {
  const result: WorldResult = { planned: 0, deleted: 0, unsafe: [], foreign: 0, orphans: 0 };
  const first = world.policy.enforced ? planOf(world, plan, { at: world.now }) : null;
  const victims = first?.remove ?? [];
  judgePlan(world, { victims, result });
  disturb(world, random);
  const gone = new Set<string>();
  const chased = new Set<string>();
  for (const { backup, newerId } of victims) {
    const victim = world.records.find(({ id }) => id === backup.id);
    if (!victim || victim.status !== "available") continue;
    // Evidence holds it back; see lib/plans/judge-item.pure.ts.
    if (world.images.get(victim.imageId ?? "")?.referenced) continue;
    const survivorIds = [...new Set([...(first?.survivorIds ?? []), newerId ?? ""])];
    const step = decide(world, { victim, survivorIds: survivorIds.filter(Boolean), plan });
    if (step !== "send") continue;
    judgeSend(world, { victim, gone, result });
    remove(world, { victim, random, chased });
    gone.add(victim.id);
    result.deleted += 1;
  }
  result.planned = victims.length;
  result.orphans = countOrphans(world, { gone, chased });
  return result;
}

function planOf(
  world: World,
  plan: Planner,
  { at, victim }: { at: number; victim?: WorldRecord },
): RetentionPlan<RetentionBackup> {
  const { paused, terminated, removed } = world.instance;
  const instance: RetentionInstance = {
    paused,
    terminated,
    removed,
    newestEndedBad: newestEnded(world) === "bad",
  };
  const backups = world.records.map((record) => ({
    ...record,
    status: (record === victim ? "available" : record.status) as RetentionBackup["status"],
  }));
  return plan({ policy: world.policy, backups, now: at, instance });
}

/** As lib/retention/fleet.repo.ts reads it. */
function newestEnded({ records }: World): "good" | "bad" | null {
  const ended = records
    .filter(({ kind, status }) => kind === "scheduled" && ENDED.includes(status))
    .toSorted((a, b) => b.dueAt - a.dueAt)[0];
  return ended ? (ended.status === "available" ? "good" : "bad") : null;
}
const ENDED = ["available", "failed", "missed"];

function judgePlan(
  world: World,
  { victims, result }: { victims: RetentionPlan<RetentionBackup>["remove"]; result: WorldResult },
): void {
  const leaving = new Set(victims.map(({ backup }) => backup.id));
  for (const { backup } of victims) {
    const victim = world.records.find(({ id }) => id === backup.id);
    const reason = victim
      ? forbiddenByRecords(world, { victim, at: world.now, leaving })
      : "no record";
    if (reason !== null) result.unsafe.push(`planned: ${reason}`);
  }
}

/** `startRemoval` and `decideRemoval` of lib/removal, on AWS's answer. */
function decide(
  world: World,
  options: { victim: WorldRecord; survivorIds: readonly string[]; plan: Planner },
): string {
  const { victim, survivorIds, plan } = options;
  const answeredAt = world.now + world.skewMs;
  const again = planOf(world, plan, { at: answeredAt, victim });
  const policy = { name: "Default", floor: world.policy.floor };
  const keptBy = keptByPlan({
    plan: again,
    policy,
    victimId: victim.id,
    survivorIds,
    now: answeredAt,
  });
  const { type } = decideRemoval({
    victim: {
      imageId: victim.imageId ?? "",
      owner: OWNER,
      backupKey: keyOf(victim.id),
      attempt: "1",
      wasDead: false,
      held: victim.heldAt !== null,
      knowsHoldTag: false,
      cancelled: false,
      lookedAt: world.now,
      sentAt: null,
      effectUntil: null,
      keptBy: world.policy.enforced ? keptBy : "Its policy is no longer enforced.",
    },
    survivors: survivorIds.map((id) => {
      const record = world.records.find((other) => other.id === id);
      return {
        backupId: id,
        imageId: record?.imageId ?? null,
        isAvailable: record?.status === "available",
      };
    }),
    proof: { images: describe(world), answeredAt, receivedAt: world.now },
  });
  return type;
}

function describe(world: World): Map<string, ProvenImage> {
  return new Map(
    [...world.images].map(([id, image]) => [id, { ...image, isKept: false, isHeld: false }]),
  );
}

function judgeSend(
  world: World,
  of: { victim: WorldRecord; gone: ReadonlySet<string>; result: WorldResult },
): void {
  const { victim, gone, result } = of;
  const at = world.now + world.skewMs;
  const reason =
    forbiddenByRecords(world, { victim, at, leaving: gone }) ??
    forbiddenByAws(world, { victim, gone });
  if (reason !== null) result.unsafe.push(`sent: ${reason}`);
  if (isForeign(world, victim)) result.foreign += 1;
}

/** What DeregisterImage with DeleteAssociatedSnapshots does; sometimes it says nothing of them. */
function remove(
  world: World,
  of: { victim: WorldRecord; random: Random; chased: Set<string> },
): void {
  const { victim, random, chased } = of;
  const image = world.images.get(victim.imageId ?? "");
  if (!image) return;
  world.images.delete(image.imageId);
  const silent = random.chance(0.1);
  for (const snapshotId of image.snapshots) {
    const failed = world.snapshots.get(snapshotId)?.usedByOther === true || random.chance(0.05);
    if (!failed) world.snapshots.delete(snapshotId);
    if (silent || failed) chased.add(snapshotId);
  }
  victim.status = "deleted";
}

/** Snapshots of what is deleted that nobody goes after. */
function countOrphans(
  world: World,
  { gone, chased }: { gone: ReadonlySet<string>; chased: ReadonlySet<string> },
): number {
  let orphans = 0;
  for (const [snapshotId, { owner }] of world.snapshots) {
    const imageId = snapshotId.slice("snap-".length).replace(/-\d+$/, "");
    const backupId = imageId.slice("ami-".length);
    if (owner === OWNER && gone.has(backupId) && !chased.has(snapshotId)) orphans += 1;
  }
  return orphans;
}
