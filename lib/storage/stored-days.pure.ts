import type { BackupStatus } from "../db/schema/constants";

/** An image as far as its stay goes. */
export interface StoredImage {
  status: BackupStatus;
  /** When it was made; null for none. */
  from: number | null;
  /** When it went, or its record was last changed; not asked of one that is there. */
  to: number;
  sizeBytes: number | null;
}

/** Of what is an image, or was one. */
export const STORED_STATUSES = ["available", "deleting", "deleted", "gone", "forgotten"] as const;

export interface Stored {
  images: number;
  bytes: number;
}

const DAY_MS = 86_400_000;

export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** Those after one day and before another, the last `max` of them. */
export function daysBetween(after: string, before: string, max: number): string[] {
  const end = Date.parse(before) / DAY_MS;
  const first = Math.max(Date.parse(after) / DAY_MS + 1, end - max);
  return Array.from({ length: Math.max(0, end - first) }, (_, n) => dayOf((first + n) * DAY_MS));
}

/** Counts what was stored at the end of each day, from the images of an account in any order. */
export class StoredDays {
  readonly #first: number;
  readonly #changes: Stored[];

  /** `days` of them, the last one before the day of `now`. */
  constructor({ now, days }: { now: number; days: number }) {
    this.#first = Math.floor(now / DAY_MS) - days;
    this.#changes = Array.from({ length: days }, () => ({ images: 0, bytes: 0 }));
  }

  add(image: StoredImage): void {
    if (image.from === null || !STORED_STATUSES.some((status) => status === image.status)) return;
    const isThere = image.status === "available" || image.status === "deleting";
    this.#change(image.from, 1, image.sizeBytes);
    if (!isThere) this.#change(image.to, -1, image.sizeBytes);
  }

  toDays(): Array<Stored & { day: string }> {
    let images = 0;
    let bytes = 0;
    return this.#changes.map((change, index) => {
      images += change.images;
      bytes += change.bytes;
      return { day: dayOf((this.#first + index) * DAY_MS), images, bytes };
    });
  }

  /** What was before the first day is there from its beginning. */
  #change(at: number, sign: 1 | -1, sizeBytes: number | null): void {
    const index = Math.max(0, Math.floor(at / DAY_MS) - this.#first);
    const change = this.#changes[index];
    if (change === undefined) return;
    change.images += sign;
    change.bytes += sign * (sizeBytes ?? 0);
  }
}

/** Every day up to the last, each without a count as the one before. */
export function fillDays(
  counted: ReadonlyArray<Stored & { day: string }>,
  days: readonly string[],
): Array<Stored & { day: string }> {
  const byDay = new Map(counted.map((row) => [row.day, row]));
  let last: Stored | null = null;
  return days.flatMap((day) => {
    const known = byDay.get(day);
    if (known) last = { images: known.images, bytes: known.bytes };
    return last === null ? [] : [{ day, ...(last as Stored) }];
  });
}
