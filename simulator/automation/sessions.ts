import type { AccessKey } from "../core/identity";
import { addSession } from "../core/sessions";
import type { World } from "../core/world";
import type { LambdaFunction } from "./model";

const LIFE_SECONDS = 7 * 86_400;
const GOOD_FOR_MS = 6 * 86_400_000;

/** Temporary keys of a function's role; a process is used for six days of virtual time at most. */
export function openSession(of: { world: World; fn: LambdaFunction }): {
  key: AccessKey;
  goodUntil: number;
} {
  const { world, fn } = of;
  const role = world.roles.get(fn.roleArn);
  if (role === undefined) throw new Error(`there is no ${fn.roleArn}`);
  const key = addSession({ world, role, sessionName: fn.name, lifeSeconds: LIFE_SECONDS });
  return { key, goodUntil: world.now() + GOOD_FOR_MS };
}

export function closeSession({ world, key }: { world: World; key: AccessKey }): void {
  world.keys.delete(key.accessKeyId);
}
