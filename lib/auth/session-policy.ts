import { HOUR, MINUTE } from "../clock";
import type { Role } from "../db/schema/constants";
import type { Runtime } from "../runtime";
import { liveSetting } from "../settings/live-setting";

/** What an administrator decided about sessions; acts within two seconds in every process. */
export interface SessionPolicy {
  /** Without a request for this long a session is over. */
  idleMs: number;
  /** After this long everyone signs in again. */
  absoluteMs: number;
  /** Whoever has one of these roles needs a second factor. */
  secondFactorRoles: readonly Role[];
}

const readers = new WeakMap<Runtime, () => Promise<SessionPolicy>>();

export function readSessionPolicy(runtime: Runtime): Promise<SessionPolicy> {
  const known = readers.get(runtime);
  if (known) return known();
  const reader = createReader(runtime);
  readers.set(runtime, reader);
  return reader();
}

function createReader({ db, clock }: Runtime): () => Promise<SessionPolicy> {
  const deps = { read: db.read, clock };
  const idle = liveSetting(deps, "security.sessionIdleMinutes");
  const absolute = liveSetting(deps, "security.sessionAbsoluteHours");
  const roles = liveSetting(deps, "security.secondFactorRoles");
  return async () => ({
    idleMs: (await idle()) * MINUTE,
    absoluteMs: (await absolute()) * HOUR,
    secondFactorRoles: await roles(),
  });
}
