import { z } from "zod";
import {
  findTagKeyProblem,
  findTagValueProblem,
  TAG_KEY_CHARACTERS_MAX,
  TAG_VALUE_CHARACTERS_MAX,
} from "./tag-rules.pure";

export const TagKey = z.string().trim().superRefine(tellOf(findTagKeyProblem));
export const TagValue = z.string().trim().superRefine(tellOf(findTagValueProblem));

function tellOf(findProblem: (text: string) => string | null) {
  return (text: string, ctx: z.RefinementCtx) => {
    const message = findProblem(text);
    if (message !== null) ctx.addIssue({ code: "custom", message });
  };
}

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
