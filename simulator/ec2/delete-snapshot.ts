import { AwsError } from "../core/errors";
import { arnOf, authorize, endDryRun, type Operation } from "../core/operation";
import { deleteSnapshot as remove } from "../core/removal";
import { checkIds, notFound } from "./identifiers";
import { factsOf } from "./resource-facts";

export const deleteSnapshot: Operation = {
  params: ["SnapshotId"],
  bucket: "remove",
  run: (call) => {
    const { here, now, params, entry, caller } = call;
    const snapshotId = params.required("SnapshotId");
    entry.detail["snapshotId"] = snapshotId;
    checkIds({ kind: "snapshot", ids: [snapshotId] });
    const snapshot = here.snapshots.get(snapshotId);
    authorize(call, arnOf(call, "snapshot", snapshotId), factsOf(snapshot));
    if (snapshot === undefined) throw notFound({ kind: "snapshot", ids: [snapshotId] });
    const users = [...here.images.lookup({ index: "snapshot", value: snapshotId })];
    const user = users.find((image) => image.removed === undefined);
    if (user !== undefined) {
      throw new AwsError(
        "InvalidSnapshot.InUse",
        `The snapshot ${snapshotId} is currently in use by ${user.id}`,
      );
    }
    endDryRun(call);
    const { arn, key } = caller;
    const removal = { at: now, by: arn, accessKeyId: key.accessKeyId, callSeq: entry.seq };
    remove({ here, snapshot, removal: { ...removal, outOfBand: false } });
    return { return: true };
  },
};
