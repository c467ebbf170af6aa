import { z } from "zod";

/** The query string of GET /api/search. */
export const QuickSearchQuery = z.object({
  /** A name or an id, or how one begins. */
  text: z.string().trim().min(1).max(200),
});
export type QuickSearchQuery = z.input<typeof QuickSearchQuery>;
