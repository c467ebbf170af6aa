import type { Ec2Instance } from "../aws/ec2/ec2";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { newId } from "../ids";
import {
  insertDiscovered,
  listKnown,
  patchDiscovered,
  replaceTags,
  type DiscoveredRow,
} from "./discovered.repo";
import type { Place } from "./place.pure";

export interface Seen {
  place: Place;
  credentialId: string;
  instances: readonly Ec2Instance[];
}

/** Writes down what one answer showed; says how many no look had shown before. */
export async function keepSeen(tx: Tx, ctx: Context, seen: Seen): Promise<number> {
  const { clock, random } = ctx.runtime;
  const now = clock.now();
  const shown = [...new Map(seen.instances.map((one) => [one.instanceId, one])).values()];
  const instanceIds = shown.map(({ instanceId }) => instanceId);
  const known = await listKnown(tx, { ...seen.place, instanceIds });
  const fresh: DiscoveredRow[] = [];
  const changed: Array<{ row: DiscoveredRow; set: Shown }> = [];
  const same: string[] = [];
  for (const instance of shown) {
    const row = known.get(instance.instanceId);
    const set = { ...toShown(instance), credentialId: seen.credentialId };
    if (!row) {
      const id = newId("dis", now, random);
      const { instanceId } = instance;
      const goneAt = isEnded(set.state) ? now : null;
      const unseen = { firstSeenAt: now, seenAt: now, goneAt, ignoredAt: null, ignoredBy: null };
      fresh.push({ id, ...seen.place, instanceId, ...set, ...unseen });
    } else if (isSame(row, set)) same.push(row.id);
    else changed.push({ row, set });
  }
  await insertDiscovered(tx, fresh);
  await patchDiscovered(tx, same, { seenAt: now });
  for (const { row, set } of changed) {
    const goneAt = isEnded(set.state) ? (row.goneAt ?? now) : null;
    await patchDiscovered(tx, [row.id], { ...set, seenAt: now, goneAt });
  }
  const retagged = changed.filter(({ row, set }) => textOf(row.tags) !== textOf(set.tags));
  await replaceTags(tx, [...fresh, ...retagged.map(({ row, set }) => ({ id: row.id, ...set }))]);
  return fresh.filter(({ goneAt }) => goneAt === null).length;
}

type Shown = ReturnType<typeof toShown> & { credentialId: string };

function toShown(instance: Ec2Instance) {
  const { name, tags, state, instanceType, platform, volumeIds, rootDeviceType } = instance;
  return {
    name,
    tags,
    state,
    instanceType,
    platform,
    volumeCount: volumeIds.length,
    rootDeviceType,
  };
}

function isEnded(state: Ec2Instance["state"]): boolean {
  return state === "terminated" || state === "shutting-down";
}

function isSame(row: DiscoveredRow, set: Shown): boolean {
  return Object.entries(set).every(
    ([key, value]) => textOf(Reflect.get(row, key)) === textOf(value),
  );
}

/** AWS lists tags in no particular order. */
function textOf(value: unknown): string {
  const isObject = typeof value === "object" && value !== null;
  return JSON.stringify(isObject ? Object.entries(value).toSorted() : value);
}
