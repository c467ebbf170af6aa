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

const PLACES: Readonly<Record<string, string>> = {
  alert: "/alerts/",
  backup: "/backups/",
  channel: "/settings/channels/",
  credential: "/credentials/",
  instance: "/instances/",
  plan: "/plans/",
  policy: "/retention/",
  schedule: "/schedules/",
  user: "/users/",
};

/** The page of what it was done to, which may be gone by now. */
export function toTargetHref({
  targetType,
  targetId,
}: Pick<AuditEntryDto, "targetType" | "targetId">): string | null {
  const place = PLACES[targetType];
  return place === undefined || targetId === null
    ? null
    : `${place}${encodeURIComponent(targetId)}`;
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
