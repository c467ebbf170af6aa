import { z } from "zod";

export const EVENT_TONES = ["ok", "warn", "bad", "quiet"] as const;

/** Something that happened, as a sentence in parts: who, what, to which, and why. */
export const RecentEventDto = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  tone: z.enum(EVENT_TONES),
  /** The person who did it; null for what happened by itself. */
  who: z.string().nullable(),
  /** “changed the schedule”, “Available:” */
  what: z.string(),
  /** Names from AWS and from people: hostile text. */
  subject: z.string().nullable(),
  /** How many more it happened to, right before. */
  others: z.number().int(),
  detail: z.string().nullable(),
  /** An application path. */
  href: z.string().nullable(),
});
export type RecentEventDto = z.infer<typeof RecentEventDto>;

export const RecentEventsDto = z.object({ items: z.array(RecentEventDto) });
