import type { Inspected } from "./inspect-instance";

/** What AWS said of an instance, as its row keeps it. */
export function toSeenColumns({ instance, volumes }: Inspected, now: number) {
  return {
    name: instance.name,
    tags: instance.tags,
    state: instance.state,
    instanceType: instance.instanceType,
    platform: instance.platform,
    volumeCount: instance.volumeIds.length,
    volumeGiB: volumes && volumes.reduce((sum, { sizeGiB }) => sum + sizeGiB, 0),
    seenAt: now,
    updatedAt: now,
  };
}
