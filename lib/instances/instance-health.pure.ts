import { MINUTE } from "#lib/clock";
import type { BackupStatus, InstanceState } from "#lib/db/schema/constants";

export const HEALTH_STATUSES = ["protected", "waiting", "needs_you", "paused"] as const;
export type HealthStatus = (typeof HEALTH_STATUSES)[number];

/** The first that applies is an instance's health; the SQL mirror reads them in the same order. */
export const HEALTH_REASONS = [
  "paused",
  "instance_gone",
  "no_credential",
  "credential_failing",
  "no_schedule",
  "overdue",
  "last_failed",
  "last_missed",
  "late",
  "waiting",
  "protected",
] as const;
export type HealthReason = (typeof HEALTH_REASONS)[number];

export const HEALTH_ACTIONS = [
  "backup_now",
  "choose_schedule",
  "fix_credential",
  "choose_credential",
  "remove_instance",
  "check_jobs",
  "resume",
] as const;
export type HealthAction = (typeof HEALTH_ACTIONS)[number];

/** How long a due moment may lie behind before the jobs themselves are suspected. */
export const DUE_GRACE_MS = 15 * MINUTE;

export interface HealthFacts {
  paused: boolean;
  state: InstanceState;
  hasCredential: boolean;
  /** The credential's last validation failed. */
  credentialFailing: boolean;
  /** Null while no enabled schedule makes anything due. */
  nextDueAt: number | null;
  /** A due moment that the ledger found past its grace without a good ending. */
  overdueSinceAt: number | null;
  lastGoodAt: number | null;
  lastEndedStatus: BackupStatus | null;
  lastEndedAt: number | null;
}

/**
 * Protected: an enabled schedule, and the newest occurrence of each past its grace is available; the
 * ledger check says which is not (`overdueSinceAt`): a good run of another schedule does not make up
 * for it. A backup that ended badly says so before its grace.
 */
export function findHealthReason(facts: HealthFacts, now: number): HealthReason {
  if (facts.paused) return "paused";
  if (facts.state === "terminated" || facts.state === "vanished") return "instance_gone";
  if (!facts.hasCredential) return "no_credential";
  if (facts.credentialFailing) return "credential_failing";
  if (facts.nextDueAt === null) return "no_schedule";
  if (facts.nextDueAt < now - DUE_GRACE_MS) return "overdue";
  if (facts.lastEndedStatus === "failed") return "last_failed";
  if (facts.lastEndedStatus === "missed") return "last_missed";
  if (facts.overdueSinceAt !== null) return "late";
  if (facts.lastGoodAt === null || facts.lastEndedStatus === "skipped") return "waiting";
  return "protected";
}

interface HealthMeaning {
  status: HealthStatus;
  /** What fixes it; null where nothing has to be done. */
  action: HealthAction | null;
  text: string;
}

export const HEALTH_MEANINGS: Readonly<Record<HealthReason, HealthMeaning>> = {
  paused: { status: "paused", action: "resume", text: "Paused: nothing is backed up." },
  instance_gone: {
    status: "needs_you",
    action: "remove_instance",
    text: "The instance no longer exists in EC2. Its backups stay when you remove it.",
  },
  no_credential: {
    status: "needs_you",
    action: "choose_credential",
    text: "No credential reaches its account.",
  },
  credential_failing: {
    status: "needs_you",
    action: "fix_credential",
    text: "AWS refused its credential when it was last checked.",
  },
  no_schedule: {
    status: "needs_you",
    action: "choose_schedule",
    text: "No schedule: nothing is backed up by itself.",
  },
  overdue: {
    status: "needs_you",
    action: "check_jobs",
    text: "A backup is due and has not been started.",
  },
  last_failed: { status: "needs_you", action: "backup_now", text: "The last backup failed." },
  last_missed: { status: "needs_you", action: "backup_now", text: "The last backup was missed." },
  late: {
    status: "needs_you",
    action: "backup_now",
    text: "The last due backup is not available yet, and its grace is over.",
  },
  waiting: { status: "waiting", action: null, text: "Waiting for its next backup." },
  protected: { status: "protected", action: null, text: "Protected." },
};

/** Most urgent first. */
export const NEEDS_YOU_ORDER = [
  "last_failed",
  "last_missed",
  "late",
  "overdue",
  "credential_failing",
  "no_credential",
  "no_schedule",
  "instance_gone",
] as const satisfies readonly HealthReason[];

export function reasonsOf(status: HealthStatus): HealthReason[] {
  return HEALTH_REASONS.filter((reason) => HEALTH_MEANINGS[reason].status === status);
}
