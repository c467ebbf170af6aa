import type { Context } from "../context";
import type { Tx } from "../db/tx";
import type { BackupRow } from "./backup-row";
import { changeStatus } from "./change-status";

/** Why a backup is left out on purpose; an unfinished one before it is no reason: it waits. */
export const SKIP_REASONS = {
  paused: "The instance or its schedule was paused.",
  excluded: "It fell into an exclusion window.",
  terminated: "The instance is terminated.",
  removed: "The instance was removed from protection.",
} as const;
export type SkipReason = keyof typeof SKIP_REASONS;

export interface Skip {
  backup: BackupRow;
  reason: SkipReason;
  /** Instead of the reason's own words: `excludedBy`. */
  message?: string;
}

/** `expected | queued → skipped`. */
export async function skipBackup(
  tx: Tx,
  ctx: Context,
  { backup, reason, message = SKIP_REASONS[reason] }: Skip,
): Promise<BackupRow | null> {
  return changeStatus(tx, ctx, {
    backup,
    to: "skipped",
    trigger: "excluded",
    reason: { message, code: reason },
    set: { endedAt: ctx.runtime.clock.now(), notBeforeAt: null },
    message,
  });
}

/** The words for `excluded`, with the window's name. */
export function excludedBy(window: string): string {
  return `It fell into the exclusion window “${window}”.`;
}
