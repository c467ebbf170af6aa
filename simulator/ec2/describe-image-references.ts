import { AwsError } from "../core/errors";
import { authorize, authorizeAs, endDryRun, type Call, type Operation } from "../core/operation";
import { readPaging } from "../core/paging";
import type { WireObject } from "../wire/xml";
import { checkIds } from "./identifiers";
import { REFERENCE_TYPES, readReferenceTypes } from "./image-reference-types";
import { referencesTo } from "./image-references";

const IDS_MAX = 10;
const PAGE_SIZE = 100;
const PAGE_MIN = 5;
const PAGE_MAX = 1000;

export const describeImageReferences: Operation = {
  params: ["ImageId", "IncludeAllResourceTypes", "ResourceType", "NextToken", "MaxResults"],
  bucket: "read",
  run: (call) => {
    const { params, accountId, region, entry } = call;
    const ids = [...new Set(params.list("ImageId"))];
    entry.detail["imageIds"] = ids.join(",");
    if (ids.length === 0) {
      throw new AwsError("MissingParameter", "The request must contain the parameter imageIdSet");
    }
    if (ids.length > IDS_MAX) {
      throw new AwsError("InvalidParameterValue", `No more than ${IDS_MAX} image IDs are allowed.`);
    }
    checkIds({ kind: "image", ids });
    const types = readReferenceTypes(params);
    const paging = readPaging({
      params,
      scope: `${accountId}/${region}/references/${ids.join(",")}`,
      min: PAGE_MIN,
      max: PAGE_MAX,
    });
    authorize(call, "*");
    for (const { type } of types) requireReads({ call, type });
    endDryRun(call);
    const all = referencesTo({ call, ids, types });
    const limit = params.has("MaxResults") ? paging.limit : PAGE_SIZE;
    const page = all.slice(paging.afterSeq, paging.afterSeq + limit);
    const given = paging.afterSeq + page.length;
    return {
      imageReferenceSet: page.map(({ imageId, type, arn }): WireObject => ({
        imageId,
        resourceType: type,
        arn,
      })),
      nextToken: given < all.length ? paging.tokenAfter(given) : undefined,
    };
  },
};

/** It reads on the caller's behalf, with the caller's own permissions. */
function requireReads({ call, type }: { call: Call; type: keyof typeof REFERENCE_TYPES }): void {
  const facts = { keys: { "aws:CalledVia": ["ec2-images.amazonaws.com"] } };
  for (const action of REFERENCE_TYPES[type].reads) {
    authorizeAs({ call, action, resource: "*", facts });
  }
}
