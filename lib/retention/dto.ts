import { z } from "zod";

/** Stored and shown; nothing is removed by a policy that is not enforced. */
export const RetentionPolicyDto = z.object({
  id: z.string(),
  name: z.string(),
  /** Backups older than this would be removed; null for no limit by age. */
  keepDays: z.number().int().nullable(),
  /** This many of an instance's images stay, whatever their age. */
  floor: z.number().int(),
  enforced: z.boolean(),
  isDefault: z.boolean(),
});
export type RetentionPolicyDto = z.infer<typeof RetentionPolicyDto>;
