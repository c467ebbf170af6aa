import { SECOND } from "../clock";
import type { Runtime } from "../runtime";
import { findRoom, readAtOnceLimits } from "./at-once";
import type { Room } from "./at-once.pure";
import { listUntold, tellWaiting } from "./at-once.repo";
import { listOverdue, listQueued, listRunnablePlaces } from "./runnable.repo";
import { placeOf, readTurns } from "./turns";

/** How far ahead the buckets are asked, so that no backlog fills the queue. */
const ADMIT_MS = 5 * SECOND;

/**
 * Ids that a worker can move on now: what needs no call first, then in turn from every account and
 * region as many as its bucket admits in the next 5 s, and no more than may be made at once. One
 * account's backlog delays no other.
 */
export async function listRunnableBackups(
  runtime: Runtime,
  { now, limit }: { now: number; limit: number },
): Promise<string[]> {
  const { read } = runtime.db;
  const overdue = await listOverdue(read, { now, limit });
  const room = await findRoom(read, await readAtOnceLimits(runtime));
  const takes = await takesOf(runtime, { now, limit });
  // Where there is room for few, those that are passed over are looked at too.
  const eachMax = room ? Math.max(0, ...takes.values()) : enoughOfEach([...takes.values()], limit);
  const lists = await readLists(runtime, { now, takes, eachMax });
  const runnable = room ? await inRoom(runtime, { room, lists, now }) : inTurn(lists);
  return [...new Set([...overdue, ...runnable.map(({ id }) => id)])].slice(0, limit);
}

interface Queued {
  id: string;
  accountRef: string;
  place: string;
}

/** By place, how many its bucket admits soon. */
async function takesOf(
  runtime: Runtime,
  { now, limit }: { now: number; limit: number },
): Promise<Map<string, number>> {
  const takes = new Map<string, number>();
  for (const place of await listRunnablePlaces(runtime.db.read, now)) {
    const key = { accountId: place.accountId, region: place.region, action: "CreateImage" };
    const admitted = await runtime.aws.budget.admits(key, ADMIT_MS);
    const take = Math.min(admitted, place.count, limit);
    if (take > 0) takes.set(placeOf(place), take);
  }
  return takes;
}

/** So many of each place, at most, make up as many in all as are wanted. */
function enoughOfEach(takes: readonly number[], wanted: number): number {
  const most = Math.max(0, ...takes);
  for (let each = 1; each < most; each++) {
    if (takes.reduce((sum, take) => sum + Math.min(take, each), 0) >= wanted) return each;
  }
  return most;
}

async function readLists(
  runtime: Runtime,
  { now, takes, eachMax }: { now: number; takes: ReadonlyMap<string, number>; eachMax: number },
): Promise<Queued[][]> {
  if (eachMax === 0) return [];
  const lists = new Map([...takes.keys()].map((place): [string, Queued[]] => [place, []]));
  for (const queued of await listQueued(runtime.db.read, { now, eachMax })) {
    const place = placeOf(queued);
    const list = lists.get(place);
    if (list && list.length < (takes.get(place) ?? 0)) list.push({ ...queued, place });
  }
  return [...lists.values()];
}

/** First of each, then second of each, and so on. */
function inTurn(lists: ReadonlyArray<readonly Queued[]>): Queued[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  const merged: Queued[] = [];
  for (let index = 0; index < longest; index++) {
    for (const list of lists) {
      const queued = list[index];
      if (queued !== undefined) merged.push(queued);
    }
  }
  return merged;
}

/** As many as there is room for, in turn; the others are told why they wait. */
async function inRoom(
  runtime: Runtime,
  { room, lists, now }: { room: Room; lists: readonly Queued[][]; now: number },
): Promise<Queued[]> {
  const turns = await readTurns(runtime);
  const nameOf = ([first]: readonly Queued[]) => first?.place ?? "";
  const queued = inTurn(lists.toSorted((a, b) => turns.compare(nameOf(a), nameOf(b))));
  const runnable = queued.filter(({ accountRef, place }) => {
    if (room.refusal(accountRef) !== null) return false;
    room.take(accountRef);
    turns.take(place, now);
    return true;
  });
  const accountRefs = [...new Set(queued.map(({ accountRef }) => accountRef))];
  const full = accountRefs.filter((accountRef) => room.refusal(accountRef) !== null);
  if (full.length === 0) return runnable;
  const going = new Set(runnable.map(({ id }) => id));
  const untold = await listUntold(runtime.db.read, { accountRefs: full, now });
  const waiting = untold.filter(({ id }) => !going.has(id));
  for (const [reason, ids] of byReason(waiting, room)) {
    await runtime.db.write((tx) => tellWaiting(tx, { ids, reason }));
  }
  return runnable;
}

function byReason(
  waiting: ReadonlyArray<Pick<Queued, "id" | "accountRef">>,
  room: Room,
): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { id, accountRef } of waiting) {
    const reason = room.refusal(accountRef);
    if (reason !== null) groups.set(reason, [...(groups.get(reason) ?? []), id]);
  }
  return groups;
}
