import { DescribeSnapshotsCommand } from "@aws-sdk/client-ec2";
import { requireList } from "../call-aws";
import { allPages } from "./all-pages";
import type { Reader } from "./create-ec2";
import type { Ec2Snapshot } from "./ec2";
import { inChunks, toFilterValue } from "./filter-value.pure";
import { toSnapshot } from "./from-sdk";

const ACTION = "DescribeSnapshots";
const PAGE_SIZE = 1_000;

export async function findSnapshots(
  read: Reader,
  snapshotIds: readonly string[],
): Promise<Ec2Snapshot[]> {
  const asked = new Set(snapshotIds);
  const found: Ec2Snapshot[] = [];
  for (const chunk of inChunks([...asked])) {
    const Filters = [{ Name: "snapshot-id", Values: chunk.map(toFilterValue) }];
    const snapshots = await allPages({
      action: ACTION,
      fetch: async (NextToken) => {
        const input = { OwnerIds: ["self"], Filters, MaxResults: PAGE_SIZE, NextToken };
        const answer = await read(ACTION, (client, { prepare, options }) =>
          client.send(prepare(new DescribeSnapshotsCommand(input)), options),
        );
        const listed = requireList(answer.Snapshots, { action: ACTION, what: "snapshots" });
        return { items: listed.flatMap(toSnapshot), nextToken: answer.NextToken };
      },
    });
    found.push(...snapshots);
  }
  return found.filter((snapshot) => asked.has(snapshot.snapshotId));
}
