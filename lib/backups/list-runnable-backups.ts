import { SECOND } from "../clock";
import type { Runtime } from "../runtime";
import { listOverdue, listQueued, listRunnablePlaces } from "./runnable.repo";

/** How far ahead the buckets are asked, so that no backlog fills the queue. */
const ADMIT_MS = 5 * SECOND;

/**
 * Ids that a worker can move on now: what needs no call first, then in turn from every account and
 * region as many as its bucket admits in the next 5 s. One account's backlog delays no other.
 */
export async function listRunnableBackups(
  runtime: Runtime,
  { now, limit }: { now: number; limit: number },
): Promise<string[]> {
  const { read } = runtime.db;
  const overdue = await listOverdue(read, { now, limit });
  const lists: string[][] = [];
  for (const place of await listRunnablePlaces(read, now)) {
    const { accountRef, accountId, region } = place;
    const key = { accountId, region, action: "CreateImage" };
    const admitted = await runtime.aws.budget.admits(key, ADMIT_MS);
    const take = Math.min(admitted, place.count, limit);
    if (take > 0) lists.push(await listQueued(read, { accountRef, region, now, limit: take }));
  }
  return [...new Set([...overdue, ...inTurn(lists)])].slice(0, limit);
}

/** First of each, then second of each, and so on. */
function inTurn(lists: ReadonlyArray<readonly string[]>): string[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  const merged: string[] = [];
  for (let index = 0; index < longest; index++) {
    for (const list of lists) {
      const id = list[index];
      if (id !== undefined) merged.push(id);
    }
  }
  return merged;
}
