import { z } from "zod";

export const HealthDto = z.object({ status: z.literal("ok") });

export const ReadinessDto = z.object({
  ready: z.boolean(),
  database: z.boolean(),
  queue: z.boolean(),
  /** False where the key ring is not the one of this database; `reason` says more. */
  encryptionKey: z.boolean(),
  /** Null when it is ready. */
  reason: z.string().nullable(),
  /** Since any process last looked for what is due. */
  tickAgeSeconds: z.number().int().nullable(),
});
