import { isDeadImage, isRemovedImage } from "./decide-look-up.pure";
import { MISSING_MS, NEVER_APPEARED_MS } from "./protocol-timing.pure";

export interface PolledBackup {
  status: "pending" | "failed";
  pendingAt: number | null;
  imageSeenAt: number | null;
  missingSinceAt: number | null;
}

export type PollOutcome =
  /** AWS says available, and only this makes a backup good. */
  | { type: "available" }
  /** AWS is at work on it; a backup that was given up lives again. */
  | { type: "making" }
  /** AWS says that nothing will come of it. */
  | { type: "dead" }
  /** Somebody disabled it before we saw it available. */
  | { type: "disabled" }
  /** Not visible yet, or not visible for a moment. */
  | { type: "not_seen" }
  /** Was there, and is not: the first sighting of that. */
  | { type: "missing" }
  | { type: "never_appeared" }
  /** Missing twice, ten minutes apart. */
  | { type: "disappeared" };

/** What one look at AWS means for a backup whose image id is known. */
export function decidePoll(options: {
  backup: PolledBackup;
  image: { state: string } | null;
  now: number;
}): PollOutcome {
  const { image } = options;
  if (!image || isRemovedImage(image)) return decideAbsent(options);
  if (image.state === "available") return { type: "available" };
  if (isDeadImage(image)) return { type: "dead" };
  if (image.state === "disabled") return { type: "disabled" };
  return { type: "making" };
}

function decideAbsent(options: {
  backup: PolledBackup;
  image: { state: string } | null;
  now: number;
}): PollOutcome {
  const { backup, image, now } = options;
  if (backup.status === "failed") return { type: "not_seen" };
  if (backup.imageSeenAt === null && image === null) {
    const late = now - (backup.pendingAt ?? now) >= NEVER_APPEARED_MS;
    return { type: late ? "never_appeared" : "not_seen" };
  }
  if (backup.missingSinceAt === null) return { type: "missing" };
  return { type: now - backup.missingSinceAt >= MISSING_MS ? "disappeared" : "not_seen" };
}

/** How far the snapshots are, weighed by their sizes; 99 at most, because only AWS says done. */
export function progressOf(
  snapshots: ReadonlyArray<{ progressPercent: number | null; sizeGiB: number | null }>,
): number | null {
  let done = 0;
  let total = 0;
  for (const { progressPercent, sizeGiB } of snapshots) {
    if (progressPercent === null) continue;
    const weight = Math.max(1, sizeGiB ?? 1);
    done += weight * progressPercent;
    total += weight;
  }
  return total === 0 ? null : Math.min(99, Math.floor(done / total));
}

/** Full size, at most: what AWS says of the snapshots, else the sizes of their volumes. */
export function sizeOf(
  snapshots: ReadonlyArray<{ fullSizeBytes: number | null; sizeGiB: number | null }>,
): number | null {
  if (snapshots.length === 0) return null;
  let bytes = 0;
  for (const { fullSizeBytes, sizeGiB } of snapshots) {
    if (fullSizeBytes === null && sizeGiB === null) return null;
    bytes += fullSizeBytes ?? (sizeGiB ?? 0) * BYTES_PER_GIB;
  }
  return bytes;
}

const BYTES_PER_GIB = 1024 ** 3;
