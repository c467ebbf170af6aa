import { clearAlert, clearEntities } from "../alerts/clear-alert";
import { raiseAlert } from "../alerts/raise-alert";
import type { BackupRow } from "../backups/backup-row";
import { MINUTE } from "../clock";
import type { Context } from "../context";
import type { Tx } from "../db/tx";

const CLOCK_CAUSE = "removal/clock";

/** AWS's clock and ours disagree: ages cannot be trusted, and nothing is removed. */
export async function raiseClock(tx: Tx, ctx: Context, offsetMs: number): Promise<void> {
  const minutes = Math.round(Math.abs(offsetMs) / MINUTE);
  const direction = offsetMs > 0 ? "behind" : "ahead of";
  await raiseAlert(tx, ctx, {
    cause: CLOCK_CAUSE,
    kind: "removal.stopped",
    severity: "critical",
    accountRef: null,
    title: "Removal has stopped: the clocks disagree",
    message: `This machine's clock is ${minutes} minutes ${direction} AWS's. Nothing is removed until they agree.`,
    suggestion: "Set this machine's clock by NTP. Removal then goes on by itself.",
    link: "/plans",
  });
}

export async function clearClock(tx: Tx, ctx: Context): Promise<void> {
  await clearAlert(tx, ctx, { cause: CLOCK_CAUSE, reason: "The clocks agree again." });
}

export interface RemovalFailure {
  backup: Pick<BackupRow, "id" | "accountRef" | "region" | "imageId">;
  code: string;
  message: string;
  suggestion?: string | undefined;
}

/** One alert per account and error, with what it befell. */
export async function raiseRemovalFailure(
  tx: Tx,
  ctx: Context,
  { backup, code, message, suggestion }: RemovalFailure,
): Promise<void> {
  const { accountRef } = backup;
  await raiseAlert(tx, ctx, {
    cause: failureCause(accountRef, code),
    kind: "removal.failed",
    severity: "warning",
    accountRef,
    title: "AWS does not remove what it should",
    message,
    suggestion: suggestion ?? null,
    link: `/backups/${backup.id}`,
    member: { entityType: "backup", entityId: backup.id, accountRef, message },
  });
}

export function failureCause(accountRef: string, code: string): string {
  return `removal/${accountRef}/${code}`;
}

/** AWS holds nothing of it any more, or it is to stay. */
export async function clearRemovalFailure(
  tx: Tx,
  ctx: Context,
  backupId: string,
  reason = "AWS holds nothing of it any more.",
): Promise<void> {
  await clearEntities(tx, ctx, {
    entityType: "backup",
    entityIds: [backupId],
    kinds: ["removal.failed"],
    reason,
  });
}
