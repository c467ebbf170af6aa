import {
  DescribeInstancesCommand,
  DescribeRegionsCommand,
  DescribeVolumesCommand,
  type DescribeInstancesCommandOutput,
} from "@aws-sdk/client-ec2";
import { requireList } from "../call-aws";
import { allPages } from "./all-pages";
import type { Reader } from "./create-ec2";
import type { Ec2Instance, Ec2Region, Ec2Volume } from "./ec2";
import { inChunks, toFilterValue } from "./filter-value.pure";
import { toInstance, toRegion, toVolume } from "./from-sdk";

const PAGE_SIZE_MIN = 5;
const PAGE_SIZE_MAX = 1_000;
const VOLUME_PAGE_SIZE = 500;

export async function describeRegions(read: Reader): Promise<Ec2Region[]> {
  const answer = await read("DescribeRegions", (client, { prepare, options }) =>
    client.send(prepare(new DescribeRegionsCommand({ AllRegions: true })), options),
  );
  const what = "regions";
  return requireList(answer.Regions, { action: "DescribeRegions", what }).flatMap(toRegion);
}

export async function listInstances(read: Reader, limit: number): Promise<Ec2Instance[]> {
  const action = "DescribeInstances";
  const MaxResults = Math.min(PAGE_SIZE_MAX, Math.max(PAGE_SIZE_MIN, limit));
  const instances = await allPages({
    action,
    limit,
    fetch: async (NextToken) => {
      const answer = await read(action, (client, { prepare, options }) =>
        client.send(prepare(new DescribeInstancesCommand({ MaxResults, NextToken })), options),
      );
      return { items: instancesOf(answer), nextToken: answer.NextToken };
    },
  });
  return instances.slice(0, limit);
}

/** Ids and MaxResults exclude each other, so a chunk is one answer. */
export async function describeInstances(
  read: Reader,
  instanceIds: readonly string[],
): Promise<Ec2Instance[]> {
  const found: Ec2Instance[] = [];
  for (const InstanceIds of inChunks(instanceIds)) {
    const answer = await read("DescribeInstances", (client, { prepare, options }) =>
      client.send(prepare(new DescribeInstancesCommand({ InstanceIds })), options),
    );
    found.push(...instancesOf(answer));
  }
  const asked = new Set(instanceIds);
  return found.filter((instance) => asked.has(instance.instanceId));
}

export async function findInstances(
  read: Reader,
  instanceIds: readonly string[],
): Promise<Ec2Instance[]> {
  const action = "DescribeInstances";
  const asked = new Set(instanceIds);
  const found: Ec2Instance[] = [];
  for (const chunk of inChunks([...asked])) {
    const Filters = [{ Name: "instance-id", Values: chunk.map(toFilterValue) }];
    const instances = await allPages({
      action,
      fetch: async (NextToken) => {
        const input = { Filters, MaxResults: PAGE_SIZE_MAX, NextToken };
        const answer = await read(action, (client, { prepare, options }) =>
          client.send(prepare(new DescribeInstancesCommand(input)), options),
        );
        return { items: instancesOf(answer), nextToken: answer.NextToken };
      },
    });
    found.push(...instances);
  }
  return found.filter((instance) => asked.has(instance.instanceId));
}

export async function describeVolumes(
  read: Reader,
  volumeIds: readonly string[],
): Promise<Ec2Volume[]> {
  const action = "DescribeVolumes";
  const found: Ec2Volume[] = [];
  for (const chunk of inChunks(volumeIds)) {
    const Filters = [{ Name: "volume-id", Values: chunk.map(toFilterValue) }];
    const volumes = await allPages({
      action,
      fetch: async (NextToken) => {
        const input = { Filters, MaxResults: VOLUME_PAGE_SIZE, NextToken };
        const answer = await read(action, (client, { prepare, options }) =>
          client.send(prepare(new DescribeVolumesCommand(input)), options),
        );
        const listed = requireList(answer.Volumes, { action, what: "volumes" });
        return { items: listed.flatMap(toVolume), nextToken: answer.NextToken };
      },
    });
    found.push(...volumes);
  }
  const asked = new Set(volumeIds);
  return found.filter((volume) => asked.has(volume.volumeId));
}

export function instancesOf(answer: DescribeInstancesCommandOutput): Ec2Instance[] {
  const facts = { action: "DescribeInstances", what: "instances" };
  return requireList(answer.Reservations, facts).flatMap(({ Instances }) =>
    requireList(Instances, facts).flatMap(toInstance),
  );
}
