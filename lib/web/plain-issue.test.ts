import { expect, test } from "vitest";
import { z } from "zod";
import { parseGiven } from "./parse-given";
import { toFieldErrors } from "./to-problem";

function problemOf(schema: z.ZodType, given: unknown): string | undefined {
  try {
    parseGiven(z.object({ it: schema }), given);
    return undefined;
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    return toFieldErrors(error)["it"]?.join(" ");
  }
}

test.each([
  ["a text", z.string().max(5)],
  ["a number", z.number()],
  ["a list", z.array(z.string())],
  ["an object", z.object({ a: z.string() })],
  ["a choice", z.enum(["a", "b"])],
  ["one value", z.literal("x")],
  ["one of two types", z.union([z.string(), z.number()])],
])("%s that is missing is said to be", (_what, schema) => {
  expect(problemOf(schema, {})).toBe("This is missing.");
});

test.each([
  [z.string(), 7, "Give a text."],
  [z.string(), null, "Give a text."],
  [z.number(), "7", "Give a number."],
  [z.number(), Number.NaN, "Give a number."],
  [z.coerce.number(), "x", "Give a number."],
  [z.number().int(), 1.5, "Give a whole number."],
  [z.boolean(), "true", "Give true or false."],
  [z.array(z.string()), "x", "Give a list."],
  [z.object({}), [], "Give an object."],
  [z.record(z.string(), z.string()), "x", "Give an object."],
  [z.enum(["a", "b"]), "c", "Choose one of a, b."],
  [z.literal("x"), "y", "Give x."],
])("what is of another type is told what to give: %#", (schema, given, words) => {
  expect(problemOf(schema, { it: given })).toBe(words);
});

test("words of a schema's own stay, and what it does not ask for is not missed", () => {
  expect(problemOf(z.string("Give a name."), {})).toBe("Give a name.");
  expect(problemOf(z.enum(["a"], { error: "Choose a." }), { it: 7 })).toBe("Choose a.");
  expect(problemOf(z.string().min(3, "Longer."), { it: "x" })).toBe("Longer.");
  expect(problemOf(z.string().optional(), {})).toBeUndefined();
});

test("the whole that is no object has the words too", () => {
  expect(() => parseGiven(z.object({ a: z.string() }), null)).toThrow("Give an object.");
});
