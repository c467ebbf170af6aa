import { inputError } from "./input-error";
import { describeImagePage, type ImageReader } from "./describe-image-page";
import type { Ec2ImagePage, Ec2Proof, PageQuery } from "./ec2";
import { FILTER_VALUES_MAX, toFilterValue } from "./filter-value.pure";
import { ownerFilter } from "./owner-filter";

export function pageImages(via: ImageReader, query: PageQuery): Promise<Ec2ImagePage> {
  return describeImagePage(via, {
    Filters: ownerFilter(query.ownerTag),
    NextToken: query.nextToken,
  });
}

/** One answer, so that it has one time; an image that is not in it is not there. */
export async function proveImages(
  via: ImageReader,
  imageIds: readonly string[],
): Promise<Ec2Proof> {
  const asked = new Set(imageIds);
  if (asked.size === 0) return { images: [], answeredAt: null };
  if (asked.size > FILTER_VALUES_MAX) throw inputError("proveImages", FILTER_VALUES_MAX);
  const Filters = [{ Name: "image-id", Values: [...asked].map(toFilterValue) }];
  const { images, answeredAt } = await describeImagePage(via, { Filters, NextToken: undefined });
  return { images: images.filter(({ imageId }) => asked.has(imageId)), answeredAt };
}
