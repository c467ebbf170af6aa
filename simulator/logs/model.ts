import type { Tags } from "../core/model";

export interface LogEvent {
  at: number;
  message: string;
  ingestedAt: number;
}

export interface LogStream {
  name: string;
  createdAt: number;
  lastIngestedAt?: number | undefined;
  /** In order of time. */
  events: LogEvent[];
}

export interface LogGroup {
  name: string;
  createdAt: number;
  createdBy: string;
  /** Never expires without. */
  retentionDays?: number | undefined;
  tags: Tags;
  streams: Map<string, LogStream>;
  removed?: { at: number; by: string } | undefined;
}

/** Log groups of one account in one region. */
export interface LogsState {
  groups: Map<string, LogGroup>;
  removed: LogGroup[];
}

export const noLogs = (): LogsState => ({ groups: new Map(), removed: [] });

const DAY_MS = 24 * 60 * 60 * 1000;
/** Beyond these the oldest of a stream are dropped, so that a world stays small. */
const EVENTS_MAX = 5000;

/** Events that the group's retention still holds. */
export function eventsOf(of: { group: LogGroup; stream: LogStream; now: number }): LogEvent[] {
  const { group, stream, now } = of;
  if (group.retentionDays === undefined) return stream.events;
  const oldest = now - group.retentionDays * DAY_MS;
  return stream.events.filter(({ at }) => at >= oldest);
}

export function addStream(of: { group: LogGroup; name: string; now: number }): LogStream {
  const stream: LogStream = { name: of.name, createdAt: of.now, events: [] };
  of.group.streams.set(of.name, stream);
  return stream;
}

export function addEvents(of: {
  stream: LogStream;
  events: readonly { at: number; message: string }[];
  now: number;
}): void {
  const { stream, events, now } = of;
  const all = [...stream.events, ...events.map((event) => ({ ...event, ingestedAt: now }))];
  stream.events = all.toSorted((a, b) => a.at - b.at).slice(-EVENTS_MAX);
  stream.lastIngestedAt = now;
}
