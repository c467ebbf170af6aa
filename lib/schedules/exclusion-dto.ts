import { z } from "zod";
import { SchedulePresetDto } from "./dto";

const Instant = z.iso.datetime();

/** Times in which no scheduled backup starts; what a person asks for starts all the same. */
export const ExclusionWindowDto = z.object({
  id: z.string(),
  name: z.string(),
  /** Null holds for every schedule. */
  scheduleId: z.string().nullable(),
  scheduleName: z.string().nullable(),
  /** Canonical five fields of the beginnings; null for once. */
  cron: z.string().nullable(),
  preset: SchedulePresetDto.nullable(),
  /** IANA. */
  zone: z.string(),
  /** The one beginning; null for again and again. */
  startsAt: Instant.nullable(),
  durationMinutes: z.number(),
  /** “every Sunday at 22:00 Europe/Berlin, for 8 h”. */
  words: z.string(),
  /** `over`: it was once, and has ended. */
  state: z.enum(["active", "ahead", "over"]),
  /** While active, when the present one began; else the next one; null when over. */
  beginsAt: Instant.nullable(),
  endsAt: Instant.nullable(),
  createdAt: Instant,
  updatedAt: Instant,
});
export type ExclusionWindowDto = z.infer<typeof ExclusionWindowDto>;
