import { z } from "zod";

/** AWS's own limits of a tag (EC2 User Guide, "Tag restrictions"). */
export const TAG_KEY_CHARACTERS_MAX = 128;
export const TAG_VALUE_CHARACTERS_MAX = 256;
/** Of one image; those that begin with `aws:` do not count. */
export const TAGS_PER_IMAGE_MAX = 50;

const CONTROL_CHARACTERS = /[\p{Cc}\p{Cs}]/u;
const NO_CONTROL_CHARACTERS = "Leave out line breaks and control characters.";

/**
 * Names that say whose an image is, here or to other tools: one of them set by hand would make AWS
 * refuse it, or this installation take its own image for another's.
 */
const RESERVED = [/^aws:/i, /^amivault:/i, /^dlm:/i, /^ec2imagebuilderarn$/i];

export function isReservedTag(key: string): boolean {
  return RESERVED.some((pattern) => pattern.test(key));
}

export const TagKey = z
  .string()
  .trim()
  .min(1, "Give the tag a name.")
  .max(TAG_KEY_CHARACTERS_MAX, `A tag's name has at most ${TAG_KEY_CHARACTERS_MAX} characters.`)
  .refine((key) => !CONTROL_CHARACTERS.test(key), NO_CONTROL_CHARACTERS)
  .refine(
    (key) => !isReservedTag(key),
    "This name says whose an image is: it is set by AWS, AMIVault or another tool alone.",
  );

export const TagValue = z
  .string()
  .trim()
  .max(
    TAG_VALUE_CHARACTERS_MAX,
    `A tag's value has at most ${TAG_VALUE_CHARACTERS_MAX} characters.`,
  )
  .refine((value) => !CONTROL_CHARACTERS.test(value), NO_CONTROL_CHARACTERS);

/** `key` or `key=value`, cut at the first sign: values have one more often than keys. */
export const FilterTag = z
  .string()
  .trim()
  .min(1)
  .max(TAG_KEY_CHARACTERS_MAX + 1 + TAG_VALUE_CHARACTERS_MAX)
  .transform((text) => {
    const at = text.indexOf("=");
    if (at < 1) return { key: text, value: null };
    return { key: text.slice(0, at), value: text.slice(at + 1) };
  });
