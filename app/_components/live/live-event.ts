/** What the stream tells of a change; `data` is small and public. */
export interface LiveEvent {
  /** The outbox's row: what a stream resumes from. */
  id: number;
  type: string;
  entityId: string;
  data: Readonly<Record<string, unknown>>;
}

export type ConnectionState = "connecting" | "open" | "lost";

/** Each is an event of its own name in the stream; `reset` says that some were lost. */
export const LIVE_EVENT_TYPES = [
  "backup.changed",
  "instance.changed",
  "credential.changed",
  "schedule.changed",
  "policy.changed",
  "plan.changed",
  "plan.item",
  "settings.changed",
  "eventbridge.changed",
  "alert.changed",
  "channel.changed",
  "finding.changed",
  "reconcile.changed",
  "discovery.changed",
  "discovery.progress",
  "rule.changed",
  "user.changed",
  "reset",
] as const;

export function parseLiveEvent(message: { lastEventId: string; data: unknown }): LiveEvent | null {
  const body = typeof message.data === "string" ? parseJson(message.data) : null;
  if (typeof body !== "object" || body === null) return null;
  const { type, entityId, data } = body as Record<string, unknown>;
  if (typeof type !== "string") return null;
  return {
    id: Number(message.lastEventId) || 0,
    type,
    entityId: typeof entityId === "string" ? entityId : "",
    data: typeof data === "object" && data !== null ? { ...data } : {},
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
