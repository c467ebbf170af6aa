import {
  DescribeImagesCommand,
  type DescribeImagesCommandInput,
  type Filter,
} from "@aws-sdk/client-ec2";
import { AwsCallError } from "../aws-call-error";
import { requireList } from "../call-aws";
import { allPages } from "./all-pages";
import type { Reader } from "./create-ec2";
import type { Ec2Image, ImageQuery } from "./ec2";
import { inChunks, toFilterValue } from "./filter-value.pure";
import { toImage } from "./from-sdk";

const ACTION = "DescribeImages";
const PAGE_SIZE = 1_000;
export const BACKUP_TAG = "amivault:backup";
export const OWNER_TAG = "amivault:owner";

/** What is left of an answer is what was asked for, also where a filter is not understood. */
export async function findImages(
  via: { read: Reader; emulated: boolean },
  query: ImageQuery,
): Promise<Ec2Image[]> {
  const { values, filter, matches } = planOf(query);
  const images = new Map<string, Ec2Image>();
  for (const chunk of inChunks([...new Set(values)])) {
    for (const image of await findChunk(via, filter(chunk.map(toFilterValue)))) {
      if (matches(image)) images.set(image.imageId, image);
    }
  }
  return [...images.values()];
}

interface QueryPlan {
  values: readonly string[];
  filter(values: string[]): Filter[];
  matches(image: Ec2Image): boolean;
}

function planOf(query: ImageQuery): QueryPlan {
  if ("imageIds" in query) {
    const asked = new Set(query.imageIds);
    return {
      values: query.imageIds,
      filter: (Values) => [{ Name: "image-id", Values }],
      matches: (image) => asked.has(image.imageId),
    };
  }
  if ("names" in query) {
    const asked = new Set(query.names);
    return {
      values: query.names,
      filter: (Values) => [{ Name: "name", Values }],
      matches: (image) => asked.has(image.name),
    };
  }
  const asked = new Set(query.backupKeys);
  return {
    values: query.backupKeys,
    filter: (Values) => [
      { Name: `tag:${BACKUP_TAG}`, Values },
      { Name: `tag:${OWNER_TAG}`, Values: [toFilterValue(query.ownerTag)] },
    ],
    matches: (image) =>
      asked.has(image.tags[BACKUP_TAG] ?? "") && image.tags[OWNER_TAG] === query.ownerTag,
  };
}

async function findChunk(
  { read, emulated }: { read: Reader; emulated: boolean },
  Filters: Filter[],
): Promise<Ec2Image[]> {
  const input = { Owners: ["self"], Filters, MaxResults: PAGE_SIZE };
  try {
    // A disabled image is hidden from those who do not ask for it, and would look deleted.
    return await fetchAll(read, { ...input, IncludeDisabled: true });
  } catch (error) {
    if (!emulated || !isUnknownParameter(error)) throw error;
    return fetchAll(read, input);
  }
}

/** AWS itself knows the parameter: only an emulator may do without, and it has no such images. */
function isUnknownParameter(error: unknown): boolean {
  return error instanceof AwsCallError && error.awsCode === "UnknownParameter";
}

function fetchAll(read: Reader, input: DescribeImagesCommandInput): Promise<Ec2Image[]> {
  return allPages({
    action: ACTION,
    fetch: async (NextToken) => {
      const answer = await read(ACTION, (client, { prepare, options }) =>
        client.send(prepare(new DescribeImagesCommand({ ...input, NextToken })), options),
      );
      const listed = requireList(answer.Images, { action: ACTION, what: "images" });
      return { items: listed.flatMap(toImage), nextToken: answer.NextToken };
    },
  });
}
