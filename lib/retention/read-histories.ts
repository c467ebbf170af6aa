import { setImmediate as letOthersRun } from "node:timers/promises";
import type { EpochMs } from "../clock";
import type { Queryable } from "../db/client";
import {
  selectFleetPage,
  selectHistory,
  selectHistoryPage,
  type FleetFilter,
  type FleetInstance,
  type HistoryRow,
} from "./fleet.repo";
import type { RetentionInstance } from "./retention-rules.pure";

/** Rows of one statement, about; what its reading blocks grows with it. */
const ROWS_MAX = 2_000;
const INSTANCES_MAX = 500;

export interface InstanceHistory {
  instance: FleetInstance;
  /** The images that AWS confirmed, in no order. */
  backups: HistoryRow[];
}

export interface HistoryOptions {
  filter: FleetFilter;
  now: EpochMs;
  /** Left out, nothing is read of it. */
  wants?: (instance: FleetInstance) => boolean;
  signal?: AbortSignal | undefined;
}

/** Instances with their images, one after the other, by statements that each read a part. */
export async function* readHistories(
  q: Queryable,
  { filter, now, wants = () => true, signal }: HistoryOptions,
): AsyncGenerator<InstanceHistory> {
  let afterId = "";
  for (;;) {
    const page = await selectFleetPage(q, { filter, now, afterId, limit: INSTANCES_MAX });
    yield* readInParts(q, page.filter(wants), { signal });
    const last = page.at(-1);
    if (!last || page.length < INSTANCES_MAX) return;
    afterId = last.id;
  }
}

/** The images of these instances, by statements that each read a part. */
export async function* readInParts(
  q: Queryable,
  page: readonly FleetInstance[],
  { signal }: { signal?: AbortSignal | undefined } = {},
): AsyncGenerator<InstanceHistory> {
  for (const part of inParts(page)) {
    signal?.throwIfAborted();
    yield* await readPart(q, part);
    // A database file answers at once: nothing else would run until the last part is read.
    await letOthersRun();
  }
}

/** The images of these few instances. */
export async function readPart(
  q: Queryable,
  part: readonly FleetInstance[],
): Promise<InstanceHistory[]> {
  const [only] = part;
  if (only && part.length === 1 && only.availableCount > ROWS_MAX) {
    return [{ instance: only, backups: await readLong(q, only.id) }];
  }
  const byInstance = new Map<string, HistoryRow[]>(part.map(({ id }) => [id, []]));
  for (const row of await selectHistory(q, [...byInstance.keys()])) {
    byInstance.get(row.instanceRef)?.push(row);
  }
  return part.map((instance) => ({ instance, backups: byInstance.get(instance.id) ?? [] }));
}

async function readLong(q: Queryable, instanceRef: string): Promise<HistoryRow[]> {
  const rows: HistoryRow[] = [];
  for (let afterId = ""; ;) {
    const page = await selectHistoryPage(q, { instanceRef, afterId, limit: ROWS_MAX });
    rows.push(...page);
    const last = page.at(-1);
    if (!last || page.length < ROWS_MAX) return rows;
    afterId = last.id;
  }
}

/** Each with about ROWS_MAX images; one with more stands alone. */
function inParts(page: readonly FleetInstance[]): FleetInstance[][] {
  const parts: FleetInstance[][] = [];
  let rows = Number.POSITIVE_INFINITY;
  for (const instance of page) {
    if (rows + instance.availableCount > ROWS_MAX) {
      parts.push([]);
      rows = 0;
    }
    parts.at(-1)?.push(instance);
    rows += instance.availableCount;
  }
  return parts;
}

/** One that goes on by its policy after its removal gets no new runs: it is as if paused. */
export function toRetentionInstance(row: FleetInstance): RetentionInstance {
  const { state, removedAt, retentionAfterRemoval, newestEndedBad } = row;
  return {
    paused: row.paused || removedAt !== null,
    terminated: state === "terminated" || state === "vanished",
    removed: removedAt !== null && !retentionAfterRemoval,
    newestEndedBad,
  };
}

/** The same reading as a sweep's, of one; null where there is no such instance. */
export async function findRetentionInstance(
  q: Queryable,
  { instanceRef, now }: { instanceRef: string; now: EpochMs },
): Promise<RetentionInstance | null> {
  const filter = { accounts: "all", ids: [instanceRef] } as const;
  const [row] = await selectFleetPage(q, { filter, now, afterId: "", limit: 1 });
  return row ? toRetentionInstance(row) : null;
}
