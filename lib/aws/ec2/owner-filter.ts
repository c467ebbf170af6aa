import type { Filter } from "@aws-sdk/client-ec2";
import { toFilterValue } from "./filter-value.pure";
import { OWNER_TAG } from "./find-images";

/** One installation's own, or everything that the account has. */
export function ownerFilter(ownerTag: string | null): Filter[] | undefined {
  if (ownerTag === null) return undefined;
  return [{ Name: `tag:${OWNER_TAG}`, Values: [toFilterValue(ownerTag)] }];
}
