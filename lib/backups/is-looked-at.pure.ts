import type { BackupStatus } from "../db/schema/constants";

/** A look at AWS moves it on; one that was claimed, queued or ended since it was listed is in good hands. */
export function isLookedAt(backup: { status: BackupStatus; leaseToken: string | null }): boolean {
  const { status, leaseToken } = backup;
  return (
    leaseToken === null && ["expected", "creating", "pending", "failed", "missed"].includes(status)
  );
}
