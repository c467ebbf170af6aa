import { z } from "zod";

export const ListRecentEventsInput = z.object({
  limit: z.coerce.number().int().min(1).max(50).default(10),
});
export type ListRecentEventsInput = z.input<typeof ListRecentEventsInput>;
