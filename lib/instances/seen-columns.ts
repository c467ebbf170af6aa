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
    // Null while not every volume was shown: half a size would be wrong.
    volumeGiB:
      volumes && volumes.length >= instance.volumeIds.length
        ? volumes.reduce((sum, { sizeGiB }) => sum + sizeGiB, 0)
        : null,
    seenAt: now,
    updatedAt: now,
  };
}
