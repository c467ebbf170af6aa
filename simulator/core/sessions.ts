import type { AccessKey, Role } from "./identity";
import type { World } from "./world";

export interface NewSession {
  world: World;
  role: Role;
  sessionName: string;
  lifeSeconds: number;
  /** The session policy, as sent. */
  policy?: string | undefined;
}

export type SessionKey = AccessKey & { session: NonNullable<AccessKey["session"]> };

/** Temporary keys of a role. */
export function addSession(of: NewSession): SessionKey {
  const { world, role, sessionName, policy } = of;
  const key: SessionKey = {
    accessKeyId: world.ids.accessKeyId("session"),
    secretAccessKey: world.ids.secret(),
    accountId: role.accountId,
    userName: role.name,
    userId: role.roleId,
    status: "Active",
    session: {
      token: world.ids.sessionToken(),
      expiresAt: Math.floor(world.now() / 1000 + of.lifeSeconds) * 1000,
      role: { arn: role.arn, sessionName },
      policy,
    },
  };
  forgetOldSessions(world);
  world.keys.set(key.accessKeyId, key);
  return key;
}

const FORGOTTEN_AFTER_MS = 24 * 60 * 60 * 1000;

/** Keys are in order of making, so the first that is still wanted ends the search. */
function forgetOldSessions(world: World): void {
  for (const [id, { session }] of world.keys) {
    if (session === undefined) continue;
    if (session.expiresAt + FORGOTTEN_AFTER_MS > world.now()) return;
    world.keys.delete(id);
  }
}
