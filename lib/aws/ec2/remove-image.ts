import { DeleteSnapshotCommand, DeregisterImageCommand } from "@aws-sdk/client-ec2";
import { callAws } from "../call-aws";
import type { Ec2Options } from "./create-ec2";
import type { CallOptions, DeregisteredImage } from "./ec2";

/**
 * Sent once, on a connection of its own: a repetition would answer "not found" and hide what
 * became of the snapshots.
 */
export async function deregisterImage(
  via: Ec2Options,
  { imageId, deleteSnapshots }: { imageId: string; deleteSnapshots: boolean },
  call: CallOptions,
): Promise<DeregisteredImage> {
  const input = {
    ImageId: imageId,
    ...(deleteSnapshots ? { DeleteAssociatedSnapshots: true } : {}),
  };
  const answer = await callAws(via.deps, via.target, {
    action: "DeregisterImage",
    repeat: "once",
    tokenTaken: call.tokenTaken,
    beforeSend: call.beforeSend,
    send: async ({ prepare, options }) =>
      (await via.client("fresh")).send(prepare(new DeregisterImageCommand(input)), options),
  });
  const results = answer.DeleteSnapshotResults;
  return {
    snapshots:
      results?.flatMap(({ SnapshotId, ReturnCode }) =>
        SnapshotId ? [{ snapshotId: SnapshotId, code: ReturnCode ?? "unknown" }] : [],
      ) ?? null,
  };
}

export async function deleteSnapshot(
  via: Ec2Options,
  snapshotId: string,
  call: CallOptions,
): Promise<void> {
  await callAws(via.deps, via.target, {
    action: "DeleteSnapshot",
    repeat: "once",
    tokenTaken: call.tokenTaken,
    beforeSend: call.beforeSend,
    send: async ({ prepare, options }) =>
      (await via.client("fresh")).send(
        prepare(new DeleteSnapshotCommand({ SnapshotId: snapshotId })),
        options,
      ),
  });
}
