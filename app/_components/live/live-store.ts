import type { BackupStatus } from "#lib/db/schema/constants";
import { BACKUP_STATUSES } from "#lib/db/schema/constants";
import type { ConnectionState, LiveEvent } from "./live-event";

/** What is known of a backup since the page was rendered. */
export interface BackupPatch {
  status: BackupStatus;
  progressPercent: number | null;
  /** When it was heard. */
  at: number;
}

const patches = new Map<string, BackupPatch>();
const listeners = new Set<() => void>();
let connection: ConnectionState = "connecting";

export function subscribeLive(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function findPatch(backupId: string): BackupPatch | undefined {
  return patches.get(backupId);
}

export function readConnection(): ConnectionState {
  return connection;
}

export function setConnection(state: ConnectionState): void {
  if (connection === state) return;
  connection = state;
  notify();
}

/** True when the event says nothing but progress, which the patch shows already. */
export function applyEvent(event: LiveEvent): boolean {
  if (event.type !== "backup.changed") return false;
  const status = BACKUP_STATUSES.find((known) => known === event.data["status"]);
  if (status === undefined) return false;
  const percent = event.data["progressPercent"];
  const before = patches.get(event.entityId);
  patches.set(event.entityId, {
    status,
    progressPercent: typeof percent === "number" ? percent : null,
    at: Date.now(),
  });
  notify();
  return before?.status === status;
}

/** The server has rendered again: its word is newer than any patch from before it was asked. */
export function forgetPatches(askedAt: number): void {
  let forgotten = false;
  for (const [backupId, { at }] of patches) {
    if (at <= askedAt) forgotten = patches.delete(backupId) || forgotten;
  }
  if (forgotten) notify();
}

function notify(): void {
  for (const listener of listeners) listener();
}
