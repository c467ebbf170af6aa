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

/** Why a tag may not be called so, one sentence; null: it may. */
export function findTagKeyProblem(key: string): string | null {
  if (key === "") return "Give the tag a name.";
  if (key.length > TAG_KEY_CHARACTERS_MAX) {
    return `A tag's name has at most ${TAG_KEY_CHARACTERS_MAX} characters.`;
  }
  if (CONTROL_CHARACTERS.test(key)) return NO_CONTROL_CHARACTERS;
  if (isReservedTag(key)) {
    return "This name says whose an image is: it is set by AWS, AMIVault or another tool alone.";
  }
  return null;
}

export function findTagValueProblem(value: string): string | null {
  if (value.length > TAG_VALUE_CHARACTERS_MAX) {
    return `A tag's value has at most ${TAG_VALUE_CHARACTERS_MAX} characters.`;
  }
  return CONTROL_CHARACTERS.test(value) ? NO_CONTROL_CHARACTERS : null;
}
