import { AwsError, invalidValue } from "../core/errors";
import type { InstanceStateName } from "../core/model";
import type { Params } from "../wire/params";

/** What can be asked for, and what the caller must be allowed to read for it. */
export const REFERENCE_TYPES = {
  "ec2:Instance": { reads: ["ec2:DescribeInstances"] },
  "ec2:LaunchTemplate": {
    reads: ["ec2:DescribeLaunchTemplates", "ec2:DescribeLaunchTemplateVersions"],
  },
  "ssm:Parameter": { reads: ["ssm:DescribeParameters", "ssm:GetParameters"] },
  "imagebuilder:ImageRecipe": { reads: ["imagebuilder:ListImageRecipes"] },
  "imagebuilder:ContainerRecipe": {
    reads: ["imagebuilder:ListContainerRecipes", "imagebuilder:GetContainerRecipe"],
  },
} as const;

export type ReferenceType = keyof typeof REFERENCE_TYPES;

export interface WantedType {
  type: ReferenceType;
  /** Instances in these states; all when left out. */
  states?: ReadonlySet<string> | undefined;
  /** The newest versions of each launch template. */
  depth: number;
}

const DEPTH_DEFAULT = 10;
const DEPTH_MAX = 10_000;
const STATES: readonly InstanceStateName[] = [
  "pending",
  "running",
  "shutting-down",
  "terminated",
  "stopping",
  "stopped",
];

/** The types asked for; options given for a type win over the defaults. */
export function readReferenceTypes(params: Params): WantedType[] {
  const given = params.structures("ResourceType").map(readType);
  const all = params.flag("IncludeAllResourceTypes") ?? false;
  if (!all && given.length === 0) {
    throw new AwsError(
      "MissingParameter",
      "Either includeAllResourceTypes or resourceTypeSet must be specified",
    );
  }
  if (!all) return given;
  const names = Object.keys(REFERENCE_TYPES).filter(isType);
  return names.map(
    (type) => given.find((one) => one.type === type) ?? { type, depth: DEPTH_DEFAULT },
  );
}

function readType(params: Params): WantedType {
  const type = params.required("ResourceType");
  if (!isType(type)) throw invalidValue("resourceType", type);
  const wanted: WantedType = { type, depth: DEPTH_DEFAULT };
  for (const option of params.structures("ResourceTypeOption")) {
    const name = option.required("OptionName");
    const values = option.list("OptionValue");
    if (type === "ec2:Instance" && name === "state-name") wanted.states = readStates(values);
    else if (type === "ec2:LaunchTemplate" && name === "version-depth") {
      wanted.depth = readDepth(values);
    } else throw invalidValue("optionName", name, `It is not an option of ${type}.`);
  }
  return wanted;
}

function isType(name: string): name is ReferenceType {
  return Object.hasOwn(REFERENCE_TYPES, name);
}

function readStates(values: string[]): ReadonlySet<string> {
  const odd = values.find((value) => !STATES.some((state) => state === value));
  if (odd !== undefined || values.length === 0) throw invalidValue("optionValue", odd ?? "");
  return new Set(values);
}

function readDepth(values: string[]): number {
  const [value = ""] = values;
  const depth = /^\d{1,5}$/.test(value) ? Number(value) : 0;
  if (values.length !== 1 || depth < 1 || depth > DEPTH_MAX) {
    throw invalidValue("optionValue", value, `Expecting 1 to ${DEPTH_MAX}.`);
  }
  return depth;
}
