import { DescribeInstancesCommand } from "@aws-sdk/client-ec2";
import type { Reader } from "./create-ec2";
import { instancesOf } from "./describe-instances";
import type { Ec2InstancePage } from "./ec2";
import { sliceAnswer } from "./slice-answer";

const ACTION = "DescribeInstances";
const PAGE_SIZE = 1_000;
const SLICES = { xml: "reservationSet", output: "Reservations" };

export function pageInstances(
  read: Reader,
  { nextToken }: { nextToken?: string },
): Promise<Ec2InstancePage> {
  const input = { MaxResults: PAGE_SIZE, NextToken: nextToken };
  return read(ACTION, async (client, { prepare, options }) => {
    const command = sliceAnswer(new DescribeInstancesCommand(input), SLICES);
    const answer = await client.send(prepare(command), options);
    return { instances: instancesOf(answer), nextToken: answer.NextToken || null };
  });
}
