import { z } from "zod";

export const HealthDto = z.object({ status: z.literal("ok") });

export const ReadinessDto = z.object({
  ready: z.boolean(),
  database: z.boolean(),
  queue: z.boolean(),
  /** Since any process last looked for what is due. */
  tickAgeSeconds: z.number().int().nullable(),
});
