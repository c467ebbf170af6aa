import type { AlertSeverity } from "../db/schema/constants";
import type { AlertNews } from "./raise-alert";

/** What is known of a run without a good ending. */
export interface BadRun {
  instanceRef: string;
  /** The Name tag, or EC2's id. */
  instanceName: string;
  accountRef: string;
  /** The 12 digits. */
  accountId: string;
  credential: { id: string; name: string; isFailing: boolean } | null;
  /** Of the instance. */
  region: string;
  backupId: string;
  /** `unfinished`: it is still expected, queued or under way. `excluded`: as all that are ahead. */
  ending: "failed" | "missed" | "unfinished" | "excluded";
  /** AWS was to start it by itself, and no image of it has appeared. */
  isAwsSilent: boolean;
  code: string | null;
  reason: string | null;
  suggestion: string | null;
}

/** By these, AWS says that it does not know or no longer believes the keys themselves. */
const CREDENTIAL_CODES: ReadonlySet<string> = new Set([
  "AuthFailure",
  "InvalidClientTokenId",
  "InvalidAccessKeyId",
  "UnrecognizedClientException",
  "SignatureDoesNotMatch",
  "InvalidSignatureException",
  "ExpiredToken",
  "ExpiredTokenException",
]);

export const SCHEDULER_CAUSE = "scheduler";

export function credentialCause(credentialId: string): string {
  return `credentials/${credentialId}`;
}

/** One for all that AWS does not start in an account and region. */
export function silentCause({
  accountRef,
  region,
}: {
  accountRef: string;
  region: string;
}): string {
  return `eventbridge.silent/${accountRef}/${region}`;
}

export function secondImageCause(accountRef: string): string {
  return `images/${accountRef}/second`;
}

/** The one open alert of an account whose records were rebuilt; a person's confirmation closes it. */
export function adoptedCause(accountRef: string): string {
  return `reconcile.adopted/${accountRef}`;
}

/**
 * One cause, one alert: what refuses the credential first, then the dead scheduler, else account
 * and error code. The instance is its member.
 */
export function toBackupNews(
  run: BadRun,
  now: { severity: AlertSeverity; schedulerRunning: boolean },
): AlertNews {
  const base = {
    severity: now.severity,
    accountRef: run.accountRef,
    member: {
      entityType: "instance",
      entityId: run.instanceRef,
      accountRef: run.accountRef,
      message: `${run.instanceName}: ${run.reason ?? WORDS[run.ending]}`,
    },
  };
  const { credential } = run;
  if (credential && (credential.isFailing || CREDENTIAL_CODES.has(run.code ?? ""))) {
    return { ...base, ...credentialWords(credential), message: run.reason ?? REFUSED };
  }
  if (run.ending === "unfinished" && !now.schedulerRunning) {
    return { ...base, ...schedulerWords(), accountRef: null };
  }
  if (run.isAwsSilent) return { ...base, ...silentWords(run) };
  const code = run.code ?? run.ending;
  return {
    ...base,
    cause: `backups/${run.accountRef}/${code}`,
    kind: run.ending === "failed" ? "backups.failed" : "backups.overdue",
    title: `${TITLES[run.ending]} in account ${run.accountId}${run.code === null ? "" : ` (${run.code})`}`,
    message: run.reason ?? WORDS[run.ending],
    suggestion: run.suggestion ?? SUGGESTIONS[run.ending],
    link: `/backups/${run.backupId}`,
  };
}

const REFUSED = "AWS refuses it, so nothing that it reaches is backed up.";

/** Always grave: nothing that it reaches can be backed up. */
export function credentialWords(credential: { id: string; name: string }) {
  return {
    cause: credentialCause(credential.id),
    kind: "credentials.failing",
    severity: "critical",
    title: `AWS refuses the credential “${credential.name}”`,
    suggestion: "Rotate its keys on the credential's page, and check it there.",
    link: `/credentials/${credential.id}`,
  } as const;
}

export function schedulerWords() {
  return {
    cause: SCHEDULER_CAUSE,
    kind: "scheduler.silent",
    severity: "critical",
    title: "The scheduler has stopped",
    message:
      "Nothing has looked for due backups for more than a minute: AMIVault starts no backup.",
    suggestion: "See that a worker runs, that it reaches the database and Redis, and read its log.",
    link: "/settings",
  } as const;
}

function silentWords(run: BadRun) {
  return {
    cause: silentCause(run),
    kind: "eventbridge.silent",
    title: `AWS did not start backups in account ${run.accountId} (${run.region})`,
    message: run.reason ?? "No image of a backup that AWS was to start has appeared.",
    suggestion:
      run.suggestion ?? "Back up now. Schedules, In AWS, says how its rule and the function stand.",
    link: `/backups/${run.backupId}`,
  } as const;
}

const TITLES = {
  failed: "Backups fail",
  missed: "Backups were missed",
  unfinished: "Backups are overdue",
  excluded: "Every run is excluded",
} as const;

const WORDS = {
  failed: "The backup failed.",
  missed: "The backup was missed.",
  unfinished: "The backup is past its grace and has not ended well.",
  excluded: "It fell into an exclusion window.",
} as const;

const SUGGESTIONS = {
  failed: "Read the backup's own page, mend what it says, and back up now.",
  missed: "Back up now, if the next scheduled run is too far away.",
  unfinished: "Read the backup's own page; see that the workers run and reach AWS.",
  excluded:
    "No run that is ahead lies outside the exclusion windows: make them shorter, or let the schedule run at other times.",
} as const;
