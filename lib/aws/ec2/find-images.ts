import type { Filter } from "@aws-sdk/client-ec2";
import { allPages } from "./all-pages";
import { describeImagePage, type ImageReader } from "./describe-image-page";
import type { Ec2Image, ImageQuery } from "./ec2";
import { inChunks, toFilterValue } from "./filter-value.pure";

const ACTION = "DescribeImages";
export const BACKUP_TAG = "amivault:backup";
export const OWNER_TAG = "amivault:owner";

/** What is left of an answer is what was asked for, also where a filter is not understood. */
export async function findImages(via: ImageReader, query: ImageQuery): Promise<Ec2Image[]> {
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
  if ("sourceImageIds" in query) {
    const asked = new Set(query.sourceImageIds);
    return {
      values: query.sourceImageIds,
      filter: (Values) => [{ Name: "source-image-id", Values }],
      matches: (image) => image.sourceImageId !== null && asked.has(image.sourceImageId),
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

async function findChunk(via: ImageReader, Filters: Filter[]): Promise<Ec2Image[]> {
  return allPages({
    action: ACTION,
    fetch: async (NextToken) => {
      const page = await describeImagePage(via, { Filters, NextToken });
      return { items: page.images, nextToken: page.nextToken ?? undefined };
    },
  });
}
