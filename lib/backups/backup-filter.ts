import type { AccountScope } from "../context";
import type { BackupKind, BackupStatus } from "../db/schema/constants";

export interface BackupFilter {
  accounts: AccountScope;
  statuses?: readonly BackupStatus[] | undefined;
  kinds?: readonly BackupKind[] | undefined;
  instanceRef?: string | undefined;
  /** The 12 digits. */
  accountId?: string | undefined;
  region?: string | undefined;
  scheduleId?: string | undefined;
  held?: boolean | undefined;
  tag?: { key: string; value: string | null } | undefined;
  fromAt?: number | undefined;
  toAt?: number | undefined;
  search?: string | undefined;
}
