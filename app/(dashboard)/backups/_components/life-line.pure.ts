import type { BackupDto, BackupEventDto } from "#lib/backups/dto";
import type { BackupStatus } from "#lib/db/schema/constants";

export type StepState = "done" | "now" | "ahead" | "bad" | "quiet";

export interface LifeStep {
  word: string;
  state: StepState;
  at: string | null;
  /** How long it stayed in this step; null while it is there, or where it never was. */
  tookMs: number | null;
}

const ENDINGS: Partial<Record<BackupStatus, { word: string; state: StepState }>> = {
  failed: { word: "Failed", state: "bad" },
  missed: { word: "Missed", state: "bad" },
  skipped: { word: "Skipped", state: "quiet" },
};

/** What became of it after it had ended. */
const AFTER: Partial<Record<BackupStatus, { word: string; state: StepState }>> = {
  deleting: { word: "Deleting", state: "now" },
  deleted: { word: "Deleted", state: "quiet" },
  forgotten: { word: "Record removed", state: "quiet" },
  gone: { word: "Gone from AWS", state: "bad" },
};

type Lived = BackupDto & { events?: ReadonlyArray<Pick<BackupEventDto, "type" | "at">> };

/**
 * A backup's way: expected, queued, creating, pending, available, or where it ended instead, and
 * what became of it later.
 */
export function toLifeLine(backup: Lived): LifeStep[] {
  const first = backup.kind === "manual" ? "Requested" : "Expected";
  const begun = backup.kind === "manual" ? backup.createdAt : backup.dueAt;
  const all = [
    { word: first, at: begun, status: "expected" },
    { word: "Queued", at: backup.queuedAt, status: "queued" },
    { word: "Creating", at: backup.startedAt, status: "creating" },
    { word: "Pending", at: backup.pendingAt, status: "pending" },
  ] as const;
  const way = all.filter(({ status }) => !isOnlyOurs(backup, status));
  const reached = way.filter((step) => step.at !== null);
  const after = AFTER[backup.status];
  const ending = ENDINGS[after === undefined ? backup.status : endedAs(backup)];
  const lived =
    ending === undefined
      ? [...toSteps(way, backup), toLastStep(backup)]
      : [...toSteps(reached, backup), { ...ending, at: backup.endedAt, tookMs: null }];
  if (after === undefined) return lived;
  return [...lived, { ...after, at: sinceWhen(backup), tookMs: null }];
}

/** What AWS starts by itself is neither queued nor asked for here, unless another attempt follows. */
function isOnlyOurs({ scheduler, attemptNumber }: Lived, status: BackupStatus): boolean {
  const isByAws = scheduler === "eventbridge" && attemptNumber === 1;
  return isByAws && (status === "queued" || status === "creating");
}

/** As what it had ended before a person, a policy or AWS removed it. */
function endedAs({ events = [] }: Lived): BackupStatus {
  const statuses = events.map(({ type }) => type.replace("status.", ""));
  const last = statuses.findLast((status) => status === "available" || status in ENDINGS);
  return (last as BackupStatus | undefined) ?? "available";
}

function sinceWhen({ status, events = [] }: Lived): string | null {
  return events.findLast(({ type }) => type === `status.${status}`)?.at ?? null;
}

function toSteps(
  way: ReadonlyArray<{ word: string; at: string | null; status: BackupStatus }>,
  backup: BackupDto,
): LifeStep[] {
  return way.map((step, index) => {
    const isNow = step.status === backup.status;
    const later = way.slice(index + 1).find((next) => next.at !== null);
    const left = later?.at ?? backup.endedAt;
    const state = isNow ? "now" : step.at === null ? skippedOrAhead(backup) : "done";
    return { word: step.word, state, at: step.at, tookMs: isNow ? null : span(step.at, left) };
  });
}

function toLastStep(backup: BackupDto): LifeStep {
  const arrived = backup.endedAt !== null;
  return {
    word: "Available",
    state: arrived ? "done" : "ahead",
    at: backup.endedAt,
    tookMs: null,
  };
}

// An adopted image came without the steps before it.
function skippedOrAhead(backup: BackupDto): StepState {
  return backup.endedAt === null ? "ahead" : "quiet";
}

function span(from: string | null, to: string | null): number | null {
  if (from === null || to === null) return null;
  const ms = Date.parse(to) - Date.parse(from);
  return ms >= 0 ? ms : null;
}
