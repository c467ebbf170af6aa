import type { AuditEntryDto } from "#lib/audit/dto";

export interface Change {
  field: string;
  before: string | null;
  after: string | null;
}

/** Field by field, those alone that differ; null where a side does not have it. */
export function toChanges({ before, after }: Pick<AuditEntryDto, "before" | "after">): Change[] {
  const fields = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...fields]
    .map((field) => ({
      field,
      before: toText(before?.[field]),
      after: toText(after?.[field]),
    }))
    .filter((change) => change.before !== change.after);
}

function toText(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What the same one did: by the id, which one person alone has; jobs and commands have their name. */
export function toActorHref({
  actorType,
  actorId,
  actorName,
}: Pick<AuditEntryDto, "actorType" | "actorId" | "actorName">): string {
  const by: Record<string, string> =
    actorId === null ? { actor: actorName, actorType } : { actorId };
  return `/audit?${new URLSearchParams(by).toString()}`;
}
