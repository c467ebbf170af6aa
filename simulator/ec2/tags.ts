import { AwsError, invalidValue } from "../core/errors";
import type { Tags } from "../core/model";
import type { Params } from "../wire/params";
import type { WireObject } from "../wire/xml";

const KEY_MAX = 128;
const VALUE_MAX = 256;
export const TAGS_MAX = 50;

/** `Tag.n.Key` / `Tag.n.Value`, checked as AWS does. */
export function readTags({ params, name = "Tag" }: { params: Params; name?: string }): Tags {
  const tags: Tags = new Map();
  for (const tag of params.structures(name)) {
    const key = tag.text("Key") ?? "";
    const value = tag.text("Value") ?? "";
    checkTag({ key, value });
    if (tags.has(key)) {
      throw new AwsError("InvalidParameterValue", `Duplicate tag key '${key}' specified.`);
    }
    tags.set(key, value);
  }
  checkTagCount(tags.size);
  return tags;
}

/** `TagSpecification.n`, by resource type; a type that the action cannot tag is refused. */
export function readTagSpecifications(of: { params: Params; allowed: readonly string[] }): {
  tagsOf: (type: string) => Tags;
} {
  const byType = new Map<string, Tags>();
  for (const specification of of.params.structures("TagSpecification")) {
    const type = specification.text("ResourceType") ?? "";
    if (!of.allowed.includes(type)) {
      throw invalidValue("resourceType", type, `Expecting one of: ${of.allowed.join(", ")}.`);
    }
    if (byType.has(type)) {
      throw new AwsError(
        "InvalidParameterValue",
        `Duplicate resource type '${type}' in tag specifications.`,
      );
    }
    byType.set(type, readTags({ params: specification }));
  }
  return { tagsOf: (type) => new Map(byType.get(type)) };
}

/** AWS's own tags do not count toward the limit. */
export function checkTagCount(count: number): void {
  if (count <= TAGS_MAX) return;
  throw new AwsError(
    "TagLimitExceeded",
    "The maximum number of Tags for a resource has been reached.",
  );
}

export const ownTagCount = (tags: Tags): number =>
  [...tags.keys()].filter((key) => !isReserved(key)).length;

export const isReserved = (key: string): boolean => key.toLowerCase().startsWith("aws:");

function checkTag({ key, value }: { key: string; value: string }): void {
  if (key === "") throw new AwsError("InvalidParameterValue", "Tag key cannot be empty.");
  if (isReserved(key)) {
    throw new AwsError(
      "InvalidParameterValue",
      `Value ( ${key} ) for parameter key is invalid. Tag keys starting with 'aws:' are reserved for internal use`,
    );
  }
  if ([...key].length > KEY_MAX) {
    throw new AwsError(
      "InvalidParameterValue",
      `Tag key exceeds the maximum length of ${KEY_MAX} characters`,
    );
  }
  if ([...value].length > VALUE_MAX) {
    throw new AwsError(
      "InvalidParameterValue",
      `Tag value exceeds the maximum length of ${VALUE_MAX} characters`,
    );
  }
}

export const toTagSet = (tags: Tags): WireObject[] =>
  [...tags].map(([key, value]) => ({ key, value }));
