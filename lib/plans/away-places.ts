import type { JobResult } from "../queue/queue";
import type { ItemPlace } from "./items.repo";

/** Where a job cannot go on now: it goes on elsewhere, and comes back when the first of them may. */
export class AwayPlaces {
  readonly places: ItemPlace[] = [];
  #retryAfterMs = Infinity;

  /** What came of the work on items of one place: undefined is done. */
  note(items: readonly ItemPlace[], result: JobResult): void {
    const [first] = items;
    if (result === undefined || !first) return;
    this.places.push({ accountRef: first.accountRef, region: first.region });
    this.#retryAfterMs = Math.min(this.#retryAfterMs, result.retryAfterMs);
  }

  /** Undefined where there is none. */
  toResult(): JobResult {
    return this.places.length === 0 ? undefined : { retryAfterMs: this.#retryAfterMs };
  }
}
