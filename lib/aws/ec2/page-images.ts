import { allPages } from "./all-pages";
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

/**
 * One answer, whose time is that of its first page, should AWS cut it into several: what is on none
 * of them is not there.
 */
export async function proveImages(
  via: ImageReader,
  imageIds: readonly string[],
): Promise<Ec2Proof> {
  const asked = new Set(imageIds);
  if (asked.size === 0) return { images: [], answeredAt: null };
  if (asked.size > FILTER_VALUES_MAX) throw inputError("proveImages", FILTER_VALUES_MAX);
  const Filters = [{ Name: "image-id", Values: [...asked].map(toFilterValue) }];
  let first: Ec2ImagePage | undefined;
  const images = await allPages({
    action: "DescribeImages",
    async fetch(NextToken) {
      const page = await describeImagePage(via, { Filters, NextToken });
      first ??= page;
      return { items: page.images, nextToken: page.nextToken ?? undefined };
    },
  });
  const answeredAt = first?.answeredAt ?? null;
  return { images: images.filter(({ imageId }) => asked.has(imageId)), answeredAt };
}
