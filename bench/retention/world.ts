import type { Random } from "./random";

/** Shapes of our own: the checker reads these, and nothing of the product. */
export interface WorldPolicy {
  keepDays: number | null;
  keepCount: number | null;
  tiers: Partial<Record<"hourly" | "daily" | "weekly" | "monthly" | "yearly", number>>;
  floor: number;
  zone: string;
  enforced: boolean;
}

export interface WorldRecord {
  id: string;
  kind: "scheduled" | "manual" | "adopted";
  status: string;
  imageId: string | null;
  imageCreatedAt: number | null;
  heldAt: number | null;
  keepUntil: number | null;
  dueAt: number;
}

/** What AWS holds: the truth. */
export interface WorldImage {
  imageId: string;
  state: string;
  owner: string | null;
  backupKey: string | null;
  attempt: string | null;
  isProtected: boolean;
  /** Something runs or launches from it. */
  referenced: boolean;
  snapshots: string[];
}

export interface World {
  now: number;
  /** AWS's clock minus ours. */
  skewMs: number;
  policy: WorldPolicy;
  instance: { paused: boolean; terminated: boolean; removed: boolean };
  records: WorldRecord[];
  images: Map<string, WorldImage>;
  /** Snapshots in AWS, and the image that uses each. */
  snapshots: Map<string, { owner: string | null; usedByOther: boolean }>;
}

export const OWNER = "installation-of-the-bench";
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 0, 1);

export function makeWorld(random: Random, zones: readonly string[]): World {
  const now = START + random.int(0, 3 * 365 * 24 * 3_600) * 1_000;
  const world: World = {
    now,
    skewMs: random.chance(0.03) ? random.int(-15, 15) * 60_000 : random.int(-60, 60) * 1_000,
    policy: makePolicy(random, zones),
    instance: {
      paused: random.chance(0.08),
      terminated: random.chance(0.08),
      removed: random.chance(0.04),
    },
    records: [],
    images: new Map(),
    snapshots: new Map(),
  };
  addRecords(world, random);
  addStrangers(world, random);
  return world;
}

function makePolicy(random: Random, zones: readonly string[]): WorldPolicy {
  const tiers: WorldPolicy["tiers"] = {};
  if (random.chance(0.2)) tiers.hourly = random.int(1, 24);
  if (random.chance(0.4)) tiers.daily = random.int(1, 14);
  if (random.chance(0.3)) tiers.weekly = random.int(1, 6);
  if (random.chance(0.25)) tiers.monthly = random.int(1, 6);
  if (random.chance(0.1)) tiers.yearly = random.int(1, 2);
  return {
    keepDays: random.chance(0.5) ? random.int(1, 40) : null,
    keepCount: random.chance(0.3) ? random.int(1, 12) : null,
    tiers,
    floor: random.int(1, 4),
    zone: random.pick(zones),
    enforced: random.chance(0.95),
  };
}

const STATUSES = ["failed", "missed", "skipped", "pending", "gone", "deleted", "queued"] as const;

function addRecords(world: World, random: Random): void {
  const count = random.int(0, 24);
  const stepMs = random.pick([HOUR, 6 * HOUR, 12 * HOUR, DAY, DAY, 7 * DAY]);
  const offsetMs = random.int(0, 24 * 60) * 60_000;
  for (let index = 0; index < count; index++) {
    const jitterMs = random.chance(0.2) ? random.int(-12, 12) * HOUR : 0;
    const dueAt = world.now - offsetMs - index * stepMs + jitterMs;
    const status = random.chance(0.84) ? "available" : random.pick(STATUSES);
    addRecord(world, random, { dueAt, status });
  }
}

function addRecord(world: World, random: Random, of: { dueAt: number; status: string }): void {
  const id = `bak_${String(world.records.length).padStart(3, "0")}`;
  const { dueAt, status } = of;
  const hasImage = status === "available" || status === "pending" || status === "gone";
  const kind = random.chance(0.12) ? "manual" : random.chance(0.1) ? "adopted" : "scheduled";
  const createdAt = random.chance(0.97) ? dueAt + random.int(0, 3_600) * 1_000 : null;
  const record: WorldRecord = {
    id,
    kind,
    status,
    imageId: hasImage ? `ami-${id}` : null,
    imageCreatedAt: hasImage ? createdAt : null,
    heldAt: random.chance(0.1) ? world.now - DAY : null,
    keepUntil: random.chance(0.12) ? world.now + random.int(-20, 20) * DAY : null,
    dueAt,
  };
  world.records.push(record);
  // A ghost: recorded, and not there.
  if (status === "available" && random.chance(0.95)) addImage(world, random, record);
}

function addImage(world: World, random: Random, record: WorldRecord): void {
  const imageId = record.imageId ?? "";
  const foreign = random.chance(0.03);
  const snapshots = Array.from(
    { length: random.int(1, 3) },
    (_, disk) => `snap-${imageId}-${disk}`,
  );
  world.images.set(imageId, {
    imageId,
    state: random.chance(0.97) ? "available" : random.pick(["disabled", "error", "pending"]),
    owner: foreign ? random.pick([null, "somebody-else"]) : OWNER,
    backupKey: random.chance(0.98) ? keyOf(record.id) : "another-backup",
    attempt: "1",
    isProtected: random.chance(0.03),
    referenced: random.chance(0.05),
    snapshots,
  });
  for (const snapshotId of snapshots) {
    const owner = foreign ? null : OWNER;
    world.snapshots.set(snapshotId, { owner, usedByOther: random.chance(0.05) });
  }
}

/** Images that no record knows: other tools' and people's. */
function addStrangers(world: World, random: Random): void {
  for (let index = random.int(0, 2); index > 0; index--) {
    const imageId = `ami-stranger-${index}`;
    world.images.set(imageId, {
      imageId,
      state: "available",
      owner: random.pick([null, "somebody-else"]),
      backupKey: null,
      attempt: null,
      isProtected: false,
      referenced: false,
      snapshots: [`snap-${imageId}`],
    });
    world.snapshots.set(`snap-${imageId}`, { owner: null, usedByOther: false });
  }
}

export function keyOf(id: string): string {
  return `key-${id}`;
}

/** Something happens between plan and proof: one to three of what people, AWS and time do. */
export function disturb(world: World, random: Random): void {
  for (let count = random.int(0, 3); count > 0; count--) random.pick(DISTURBANCES)(world, random);
}

const DISTURBANCES: ReadonlyArray<(world: World, random: Random) => void> = [
  // A person holds one, or says how long it stays.
  (world, random) => withRecord(world, random, (record) => (record.heldAt = world.now)),
  (world, random) =>
    withRecord(world, random, (record) => (record.keepUntil = world.now + 9 * DAY)),
  // Somebody deletes images in AWS, or disables or protects one.
  (world, random) => withImage(world, random, ({ imageId }) => world.images.delete(imageId)),
  (world, random) => withImage(world, random, (image) => (image.state = "disabled")),
  (world, random) => withImage(world, random, (image) => (image.isProtected = true)),
  // Its tags are taken by somebody else.
  (world, random) => withImage(world, random, (image) => (image.owner = "somebody-else")),
  // A scheduled run fails.
  (world) => {
    world.records.unshift({
      id: `bak_late-${world.records.length}`,
      kind: "scheduled",
      status: "failed",
      imageId: null,
      imageCreatedAt: null,
      heldAt: null,
      keepUntil: null,
      dueAt: world.now,
    });
  },
  (world) => (world.policy = { ...world.policy, keepDays: 60 }),
  (world) => (world.policy = { ...world.policy, floor: world.policy.floor + 2 }),
  (world) => (world.policy = { ...world.policy, enforced: false }),
  (world) => (world.instance = { ...world.instance, removed: true }),
  (world) => (world.now += 2 * HOUR),
  // The clock of this machine jumps.
  (world) => (world.skewMs = 20 * 60_000),
];

function withRecord(world: World, random: Random, change: (record: WorldRecord) => void): void {
  if (world.records.length > 0) change(random.pick(world.records));
}

function withImage(world: World, random: Random, change: (image: WorldImage) => void): void {
  const images = [...world.images.values()];
  if (images.length > 0) change(random.pick(images));
}
