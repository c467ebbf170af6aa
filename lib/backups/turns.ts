import type { EpochMs } from "../clock";
import type { Queryable } from "../db/client";
import type { Runtime } from "../runtime";
import { listNewestStarts } from "./at-once.repo";

/** When a place, an account and region, last had its turn; of those at one instant, which came first. */
interface Turn {
  at: EpochMs;
  order: number;
}

/** Whoever waited longest for its turn is first. */
export interface Turns {
  compare(place: string, other: string): number;
  take(place: string, now: EpochMs): void;
}

const known = new WeakMap<Runtime, Map<string, Turn>>();

/**
 * As far as this process gave them, and by what is being made now: what a person starts, and what
 * another process does, is the turn of its place too.
 */
export async function readTurns(runtime: Runtime): Promise<Turns> {
  const turns = known.get(runtime) ?? new Map<string, Turn>();
  known.set(runtime, turns);
  await addStarts(runtime.db.read, turns);
  const turnOf = (place: string): Turn => turns.get(place) ?? { at: 0, order: 0 };
  return {
    compare(place, other) {
      const [a, b] = [turnOf(place), turnOf(other)];
      return a.at - b.at || a.order - b.order;
    },
    take: (place, at) => void turns.set(place, { at, order: nextOrder(turns) }),
  };
}

export function placeOf(of: { accountRef: string; region: string }): string {
  return `${of.accountRef} ${of.region}`;
}

async function addStarts(q: Queryable, turns: Map<string, Turn>): Promise<void> {
  for (const start of await listNewestStarts(q)) {
    const place = placeOf(start);
    const turn = turns.get(place);
    if (turn && turn.at >= start.startedAt) continue;
    turns.set(place, { at: start.startedAt, order: turn?.order ?? nextOrder(turns) });
  }
}

function nextOrder(turns: ReadonlyMap<string, Turn>): number {
  return 1 + Math.max(0, ...Array.from(turns.values(), ({ order }) => order));
}
