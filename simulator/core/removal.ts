import type { SnapshotReturnCode } from "./effects";
import type { Image, Removal, Snapshot } from "./model";
import type { RegionWorld } from "./region-world";
import type { World } from "./world";

export interface ToDeregister {
  world: World;
  here: RegionWorld;
  image: Image;
  removal: Removal;
}

/** Takes an image away; its snapshots stay. Still shown for a while if the removal says so. */
export function deregister({ world, here, image, removal }: ToDeregister): void {
  world.automations.get(`${here.accountId}/${here.region}`)?.unannounced.add(image);
  image.removed = removal;
  if (removal.visibleUntil === undefined) here.removeImage(image);
  else here.lingering.add(image);
}

export interface ToDeleteSnapshot {
  here: RegionWorld;
  snapshot: Snapshot;
  removal: Removal;
}

export function deleteSnapshot({ here, snapshot, removal }: ToDeleteSnapshot): void {
  snapshot.removed = removal;
  here.removeSnapshot(snapshot);
}

export interface AssociatedSnapshots {
  here: RegionWorld;
  image: Image;
  removal: Removal;
  mayDelete: (snapshot: Snapshot) => boolean;
  /** A fault's word; nothing is deleted unless it is `success`. */
  forced?: SnapshotReturnCode | undefined;
}

/** Deletes what belonged to a deregistered image alone, and says of each what became of it. */
export function deleteAssociated(
  of: AssociatedSnapshots,
): { snapshotId: string; returnCode: SnapshotReturnCode }[] {
  const ids = of.image.devices.flatMap((device) => device.snapshotId ?? []);
  return [...new Set(ids)].map((snapshotId) => ({
    snapshotId,
    returnCode: deleteOne({ ...of, snapshotId }),
  }));
}

function deleteOne(of: AssociatedSnapshots & { snapshotId: string }): SnapshotReturnCode {
  const { here, removal, snapshotId } = of;
  const snapshot = here.snapshots.get(snapshotId);
  if (snapshot === undefined) return "client-error";
  if (of.forced !== undefined && of.forced !== "success") return of.forced;
  const users = here.images.lookup({ index: "snapshot", value: snapshotId });
  if ([...users].some((image) => image.removed === undefined)) return "skipped";
  if (!of.mayDelete(snapshot)) return "missing-permissions";
  deleteSnapshot({ here, snapshot, removal });
  return "success";
}
