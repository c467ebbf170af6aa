import type { z } from "zod";

type Issue = Parameters<z.core.$ZodErrorMap>[0];

/** What to give instead, by zod's name of the type. */
const TYPES: Readonly<Record<string, string>> = {
  array: "Give a list.",
  boolean: "Give true or false.",
  int: "Give a whole number.",
  number: "Give a number.",
  object: "Give an object.",
  record: "Give an object.",
  string: "Give a text.",
};

/** What is missing or of another type in plain words; undefined leaves it to zod. */
export function toPlainIssue(issue: Issue): string | undefined {
  const { code, input } = issue;
  const isOfType = code === "invalid_type" || code === "invalid_value" || code === "invalid_union";
  if (isOfType && input === undefined) return "This is missing.";
  if (code === "invalid_type") return TYPES[issue.expected];
  return code === "invalid_value" ? toChoice(issue.values) : undefined;
}

function toChoice(values: readonly unknown[]): string {
  const choices = values.map(String);
  return choices.length === 1 ? `Give ${choices[0]}.` : `Choose one of ${choices.join(", ")}.`;
}
