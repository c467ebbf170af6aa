import { z } from "zod";
import { MINUTE } from "../clock";

/** One is due each minute; a long one says meanwhile how far it is. */
export const LOOK_AGE_MAX_MS = 10 * MINUTE;

export const AuditCheck = z.object({
  /** The last entry then. */
  seq: z.number().int(),
  checkedAt: z.number(),
  /** When all of the chain was looked at last, not only what was new. */
  wholeAt: z.number(),
  problems: z.number().int(),
  /** Of those, how many are of the files beside the database, and none of the chain. */
  troubles: z.number().int().default(0),
  /** Entries whose key was lost and given up. */
  unproven: z.number().int().default(0),
  /** The first of them. */
  words: z.string().nullable(),
  /** The entries that accepted a restore and of which people were told. */
  restoresTold: z.array(z.string()).default([]),
});
/** How far a long look is that has not come to its end. */
export const AuditLook = z.object({ entries: z.number().int(), at: z.number() });
export type AuditLook = z.infer<typeof AuditLook>;

export type AuditCheck = z.infer<typeof AuditCheck>;
