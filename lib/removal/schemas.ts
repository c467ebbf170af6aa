import { z } from "zod";
import { BackupId } from "../backups/schemas";
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
