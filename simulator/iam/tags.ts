import { AwsError } from "../core/errors";
import type { Tags } from "../core/model";
import type { Input } from "../wire/input";
import { limitExceeded } from "./roles";

const KEY_MAX = 128;
const VALUE_MAX = 256;
const TAGS_MAX = 50;
const TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** `Tags`, checked as IAM does; its characters are fewer than EC2's. */
export function readTags(params: Input): Tags {
  const tags: Tags = new Map();
  for (const tag of params.structures("Tags")) {
    const key = tag.required("Key");
    const value = tag.required("Value");
    if (key === "" || key.length > KEY_MAX || !TEXT.test(key)) {
      throw tag.invalid("Key", `satisfy regular expression pattern: ${TEXT.source}`);
    }
    if (value.length > VALUE_MAX || !TEXT.test(value)) {
      throw tag.invalid("Value", `satisfy regular expression pattern: ${TEXT.source}`);
    }
    if (key.toLowerCase().startsWith("aws:")) {
      throw new AwsError("InvalidInput", "Tag keys that start with aws: are reserved.");
    }
    if ([...tags.keys()].some((known) => known.toLowerCase() === key.toLowerCase())) {
      throw new AwsError(
        "InvalidInput",
        "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
      );
    }
    tags.set(key, value);
  }
  checkCount(tags);
  return tags;
}

/** With others that are there: keys are the same without regard to case. */
export function mergeTags({ own, added }: { own: Tags; added: Tags }): Tags {
  const merged: Tags = new Map(own);
  for (const [key, value] of added) {
    const known = [...merged.keys()].find((name) => name.toLowerCase() === key.toLowerCase());
    if (known !== undefined) merged.delete(known);
    merged.set(key, value);
  }
  checkCount(merged);
  return merged;
}

function checkCount(tags: Tags): void {
  if (tags.size > TAGS_MAX) {
    throw limitExceeded("The number of tags has reached the maximum limit.");
  }
}
