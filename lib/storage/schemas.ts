import { z } from "zod";

export const GetStorageInput = z.object({
  /** How many days back, today included, UTC. */
  days: z.coerce.number().int().min(1).max(400).default(90),
});
export type GetStorageInput = z.input<typeof GetStorageInput>;
