import { z } from "zod";
import { BackupId } from "../backups/schemas";
import { OnceKeys } from "../credentials/schemas";
import { REMOVAL_MODES } from "../db/schema/constants";

const Flag = z.preprocess(
  (value) => (value === "true" ? true : value === "false" ? false : value),
  z.boolean().default(false),
);

/** The query string of DELETE /api/backups/{id}. */
export const DeleteBackupQuery = z.object({
  /** What is taken away: `record`, `image` or `image_and_snapshots`. */
  mode: z.enum(REMOVAL_MODES, "Say what to delete: record, image or image_and_snapshots."),
  /** A person says that fewer good backups than the floor may stay. */
  belowFloor: Flag,
});
export type DeleteBackupQuery = z.input<typeof DeleteBackupQuery>;

export const DeleteBackupInput = DeleteBackupQuery.extend({ backupId: BackupId });
export type DeleteBackupInput = z.input<typeof DeleteBackupInput>;

/** The body of POST /api/backups/{id}/removal: keys that are used once and never stored. */
export const DeleteBackupOnceBody = z.object({
  mode: z.enum(REMOVAL_MODES),
  belowFloor: z.boolean().default(false),
  credential: OnceKeys,
});

export const DeleteBackupOnceInput = DeleteBackupOnceBody.extend({ backupId: BackupId });
export type DeleteBackupOnceInput = z.input<typeof DeleteBackupOnceInput>;
