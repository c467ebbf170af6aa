import {
  DescribeImageAttributeCommand,
  DescribeImageReferencesCommand,
  type LaunchPermission,
  type ResourceTypeRequest,
} from "@aws-sdk/client-ec2";
import { requireList } from "../call-aws";
import { allPages } from "./all-pages";
import type { Reader } from "./create-ec2";
import type { Ec2ImageReference } from "./ec2";
import { inputError } from "./input-error";

const ACTION = "DescribeImageReferences";
export const REFERENCE_IDS_MAX = 10;

/** Everything AWS can check. The depth is its maximum: by default it sees ten versions. */
export const REFERENCE_TYPES: ResourceTypeRequest[] = [
  {
    ResourceType: "ec2:Instance",
    ResourceTypeOptions: [
      { OptionName: "state-name", OptionValues: ["pending", "running", "stopping", "stopped"] },
    ],
  },
  {
    ResourceType: "ec2:LaunchTemplate",
    ResourceTypeOptions: [{ OptionName: "version-depth", OptionValues: ["10000"] }],
  },
  { ResourceType: "ssm:Parameter" },
  { ResourceType: "imagebuilder:ImageRecipe" },
  { ResourceType: "imagebuilder:ContainerRecipe" },
];

export async function describeImageReferences(
  read: Reader,
  imageIds: readonly string[],
): Promise<Ec2ImageReference[]> {
  const asked = new Set(imageIds);
  if (asked.size === 0) return [];
  if (asked.size > REFERENCE_IDS_MAX) {
    throw inputError("describeImageReferences", REFERENCE_IDS_MAX);
  }
  const found = await allPages({
    action: ACTION,
    fetch: async (NextToken) => {
      const input = { ImageIds: [...asked], ResourceTypes: REFERENCE_TYPES, NextToken };
      const answer = await read(ACTION, (client, { prepare, options }) =>
        client.send(prepare(new DescribeImageReferencesCommand(input)), options),
      );
      const listed = requireList(answer.ImageReferences, { action: ACTION, what: "references" });
      return { items: listed, nextToken: answer.NextToken };
    },
  });
  return found.flatMap(({ ImageId, ResourceType, Arn }) =>
    ImageId && asked.has(ImageId)
      ? [{ imageId: ImageId, resourceType: ResourceType ?? "", arn: Arn ?? "" }]
      : [],
  );
}

export async function describeLaunchPermissions(read: Reader, imageId: string): Promise<string[]> {
  const action = "DescribeImageAttribute";
  const input = { ImageId: imageId, Attribute: "launchPermission" as const };
  const answer = await read(action, (client, { prepare, options }) =>
    client.send(prepare(new DescribeImageAttributeCommand(input)), options),
  );
  const what = "launch permissions";
  return requireList(answer.LaunchPermissions, { action, what }).map(holderOf);
}

/** `all` is everybody's; a permission of a kind that is not known yet is one all the same. */
function holderOf(permission: LaunchPermission): string {
  return (
    permission.UserId ??
    permission.Group ??
    permission.OrganizationArn ??
    permission.OrganizationalUnitArn ??
    "unknown"
  );
}
