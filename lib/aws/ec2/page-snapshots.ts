import { DescribeSnapshotsCommand } from "@aws-sdk/client-ec2";
import { requireList } from "../call-aws";
import type { Reader } from "./create-ec2";
import type { Ec2SnapshotPage, PageQuery } from "./ec2";
import { toSnapshot } from "./from-sdk";
import { ownerFilter } from "./owner-filter";
import { sliceAnswer } from "./slice-answer";

const ACTION = "DescribeSnapshots";
const PAGE_SIZE = 1_000;
const SLICES = { xml: "snapshotSet", output: "Snapshots" };

export function pageSnapshots(read: Reader, query: PageQuery): Promise<Ec2SnapshotPage> {
  const input = {
    OwnerIds: ["self"],
    Filters: ownerFilter(query.ownerTag),
    MaxResults: PAGE_SIZE,
    NextToken: query.nextToken,
  };
  return read(ACTION, async (client, { prepare, options, answeredAt }) => {
    const command = sliceAnswer(new DescribeSnapshotsCommand(input), SLICES);
    const answer = await client.send(prepare(command), options);
    const listed = requireList(answer.Snapshots, { action: ACTION, what: "snapshots" });
    return {
      snapshots: listed.flatMap(toSnapshot),
      nextToken: answer.NextToken || null,
      answeredAt: answeredAt(),
    };
  });
}
