import { textPattern } from "../core/text-pattern";

const PARTS = 6;

/** Wildcards hold within each of an ARN's six parts; only the last may contain colons itself. */
export function arnMatches({ pattern, arn }: { pattern: string; arn: string }): boolean {
  if (pattern === "*") return true;
  const [patterns, parts] = [split(pattern), split(arn)];
  if (patterns.length !== PARTS || parts.length !== PARTS) return pattern === arn;
  return patterns.every((part, i) => textPattern(part).test(parts[i] ?? ""));
}

function split(arn: string): string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, PARTS - 1), ...rest(parts)];
}

const rest = (parts: string[]): string[] =>
  parts.length < PARTS ? [] : [parts.slice(PARTS - 1).join(":")];
