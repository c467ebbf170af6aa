import type { attempts, backups, snapshots } from "../db/schema";

export type BackupRow = typeof backups.$inferSelect;
export type AttemptRow = typeof attempts.$inferSelect;
export type SnapshotRow = typeof snapshots.$inferSelect;

/** What may be set beside the status, which changeStatus alone writes. */
export type BackupPatch = Partial<
  Omit<
    BackupRow,
    "id" | "key" | "status" | "instanceRef" | "accountRef" | "createdAt" | "updatedAt"
  >
>;
