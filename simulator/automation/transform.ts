import type { RuleTarget } from "./model";

export interface Transform {
  target: Pick<RuleTarget, "input" | "inputPath" | "inputTransformer">;
  event: Record<string, unknown>;
  ruleArn: string;
  ruleName: string;
}

/** What a target is sent in place of the event, as JSON. */
export function toPayload({ target, event, ruleArn, ruleName }: Transform): string {
  if (target.input !== undefined) return target.input;
  if (target.inputPath !== undefined) {
    return JSON.stringify(valueAt({ event, path: target.inputPath }) ?? null);
  }
  if (target.inputTransformer === undefined) return JSON.stringify(event);
  const { paths, template } = target.inputTransformer;
  const values = new Map<string, unknown>(
    [...paths].map(([name, path]) => [name, valueAt({ event, path })]),
  );
  values.set("aws.events.rule-arn", ruleArn);
  values.set("aws.events.rule-name", ruleName);
  values.set("aws.events.event.ingestion-time", event["time"]);
  values.set("aws.events.event.json", event);
  return fill({ template, values });
}

/** Within quotes a value goes in as its text, elsewhere as JSON. */
function fill({ template, values }: { template: string; values: Map<string, unknown> }): string {
  let inText = false;
  return template.replaceAll(/\\.|"|<([\w.-]+)>/g, (token, name: string | undefined) => {
    if (token === '"') inText = !inText;
    if (name === undefined || !values.has(name)) return token;
    const value = values.get(name);
    if (!inText) return JSON.stringify(value ?? null);
    const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
    return JSON.stringify(text).slice(1, -1);
  });
}

/** `$.detail.state`, `$.resources[0]`: what AWS's reduced JSON path can say. */
export function valueAt({ event, path }: { event: unknown; path: string }): unknown {
  let value = event;
  for (const [, name, index] of path.matchAll(/\.([\w-]+)|\[(\d+)\]/g)) {
    if (typeof value !== "object" || value === null) return undefined;
    const key = name ?? index ?? "";
    value = Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
  }
  return value;
}

export interface ContextAttributes {
  input: string;
  scheduledAt: number;
  scheduleArn: string;
  executionId: string;
  attempt: number;
}

/** Scheduler's context attributes, wherever they stand in the input. */
export function fillContext(of: ContextAttributes): string {
  const values: Record<string, string> = {
    "scheduled-time": toSecond(of.scheduledAt),
    "schedule-arn": of.scheduleArn,
    "execution-id": of.executionId,
    "attempt-number": String(of.attempt),
  };
  return of.input.replaceAll(
    /<aws\.scheduler\.([a-z-]+)>/g,
    (whole, name: string) => values[name] ?? whole,
  );
}

/** AWS's instants in events: whole seconds. */
export const toSecond = (at: number): string =>
  `${new Date(Math.floor(at / 1000) * 1000).toISOString().slice(0, 19)}Z`;
