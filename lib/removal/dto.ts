import { z } from "zod";
import { REMOVAL_MODES } from "../db/schema/constants";

export const RemovalPreviewDto = z.object({
  backupId: z.string(),
  imageId: z.string().nullable(),
  region: z.string(),
  /** The 12 digits. */
  accountId: z.string(),
  snapshotIds: z.array(z.string()),
  /** Full size, at most. */
  sizeBytes: z.number().int().nullable(),
  /** What may be taken away of it now. */
  modes: z.array(z.object({ mode: z.enum(REMOVAL_MODES), refusal: z.string().nullable() })),
  /** What would be hurt, each one sentence; empty when nothing was found. */
  references: z.array(z.string()),
  /** What was looked for, and what could not be. */
  checked: z.array(z.string()),
  /** How many other good backups of its instance that nobody holds would stay. */
  staying: z.number().int(),
  floor: z.number().int(),
  /** No other good backup would stay at all. */
  isLastGood: z.boolean(),
  /** No saved credential reaches the account: one must be given for this removal. */
  needsCredential: z.boolean(),
});
export type RemovalPreviewDto = z.infer<typeof RemovalPreviewDto>;
