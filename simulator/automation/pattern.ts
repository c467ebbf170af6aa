import { AwsError } from "../core/errors";
import { textPattern } from "../core/text-pattern";

type Pattern = { readonly [name: string]: unknown };

/** Throws InvalidEventPatternException for what is not a pattern. */
export function readPattern(text: string): Pattern {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw invalid("Could not parse the pattern as JSON");
  }
  if (!isObject(parsed)) throw invalid("Filter is not an object");
  check(parsed);
  return parsed;
}

const invalid = (reason: string): AwsError =>
  new AwsError("InvalidEventPatternException", `Event pattern is not valid. Reason: ${reason}`);

function check(pattern: Pattern): void {
  if (Object.keys(pattern).length === 0) throw invalid("Empty objects are not allowed");
  for (const [name, value] of Object.entries(pattern)) {
    if (isObject(value)) check(value);
    else if (!Array.isArray(value)) throw invalid(`"${name}" must be an object or an array`);
    else if (value.length === 0) throw invalid("Empty arrays are not allowed");
    else value.forEach(checkTest);
  }
}

const TESTS = new Set([
  "prefix",
  "suffix",
  "exists",
  "anything-but",
  "equals-ignore-case",
  "wildcard",
]);

function checkTest(test: unknown): void {
  if (!isObject(test)) return;
  const [kind = "", ...more] = Object.keys(test);
  if (!TESTS.has(kind) || more.length > 0) throw invalid(`Unrecognized match type ${kind}`);
}

export function matchesPattern({ pattern, event }: { pattern: Pattern; event: unknown }): boolean {
  return Object.entries(pattern).every(([name, wanted]) => {
    const value = isObject(event) && Object.hasOwn(event, name) ? event[name] : undefined;
    if (isObject(wanted)) return matchesPattern({ pattern: wanted, event: value });
    const tests = Array.isArray(wanted) ? wanted : [];
    return tests.some((test) => passes({ test, value }));
  });
}

function passes({ test, value }: { test: unknown; value: unknown }): boolean {
  if (isObject(test) && "exists" in test) return (value !== undefined) === test["exists"];
  if (Array.isArray(value)) return value.some((one) => passes({ test, value: one }));
  if (!isObject(test)) return value === test;
  if ("anything-but" in test) {
    if (value === undefined) return false;
    const others = [test["anything-but"]].flat();
    return !others.some((other) => passes({ test: other, value }));
  }
  if (typeof value !== "string") return false;
  const [[kind, text] = ["", ""]] = Object.entries(test);
  if (typeof text !== "string") return false;
  if (kind === "prefix") return value.startsWith(text);
  if (kind === "suffix") return value.endsWith(text);
  if (kind === "wildcard") return textPattern(text).test(value);
  return kind === "equals-ignore-case" && value.toLowerCase() === text.toLowerCase();
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
