import type { EventbridgeObjectDto } from "#lib/eventbridge/dto";
import { KIND_WORDS } from "#lib/eventbridge/kind-rules.pure";

type Named = Pick<EventbridgeObjectDto, "kind" | "name">;

/** "Function amivault-1a2b3c4d". */
export function toObjectName({ kind, name }: Named): string {
  return `${KIND_WORDS[kind]} ${name}`;
}

/** A person has to say what becomes of it. */
export function isAsked({ state }: Pick<EventbridgeObjectDto, "state">): boolean {
  return state === "changed" || state === "missing";
}

/** What a person can do about an object as it stands. */
export type ObjectAct = "repair" | "remove" | "leave" | "retry";

export function toObjectActs(object: Pick<EventbridgeObjectDto, "state" | "wanted">): ObjectAct[] {
  if (object.state === "failed") return ["retry"];
  if (!isAsked(object)) return [];
  return object.wanted ? ["repair"] : ["remove", "leave"];
}

/** “cron(0 2 * * ? *) Europe/Berlin”; null for what has none. */
export function toExpressionText(
  object: Pick<EventbridgeObjectDto, "expression" | "timezone">,
): string | null {
  const { expression, timezone } = object;
  return expression === null ? null : `${expression} ${timezone ?? "UTC"}`;
}

/** As many characters of a version as tell it from another one. */
export function toShortVersion(version: string): string {
  return version.slice(0, 8);
}
