import type { Queryable } from "../db/client";
import { liveSetting } from "../settings/live-setting";
import type { Runtime } from "../runtime";
import { countRunning } from "./at-once.repo";
import { roomFor, type AtOnceLimits, type Room } from "./at-once.pure";

type Limits = () => Promise<AtOnceLimits>;

const known = new WeakMap<Runtime, Limits>();

/** As the settings page says, two seconds old at most. */
export function readAtOnceLimits(runtime: Runtime): Promise<AtOnceLimits> {
  const found = known.get(runtime) ?? limitsOf(runtime);
  known.set(runtime, found);
  return found();
}

function limitsOf({ db, clock }: Runtime): Limits {
  const deps = { read: db.read, clock };
  const [all, each] = [
    liveSetting(deps, "backups.atOnceMax"),
    liveSetting(deps, "backups.atOncePerAccountMax"),
  ];
  return async () => ({ all: await all(), perAccount: await each() });
}

/** How many more may be made now; null without limits, when nothing is counted. */
export async function findRoom(q: Queryable, limits: AtOnceLimits): Promise<Room | null> {
  if (limits.all === null && limits.perAccount === null) return null;
  return roomFor(limits, await countRunning(q));
}
