import { z } from "zod";
import { ScheduleSpecInput } from "../schedules/schemas";

const RETENTION_DAYS_MAX = 3_650;

/** The body of PATCH /api/backup-settings: what is left out stays. */
export const UpdateSettingsInput = z
  .strictObject({
    /** Instances that follow the default schedule move with it. */
    schedule: ScheduleSpecInput.optional(),
    /** IANA. */
    zone: z.string().max(100).optional(),
    retentionDays: z
      .number()
      .int("Use whole days.")
      .min(1, "Keep backups for at least 1 day.")
      .max(RETENTION_DAYS_MAX, `Use at most ${RETENTION_DAYS_MAX} days.`)
      .optional(),
    /** What the form to add an instance begins with; those there are stay as they are. */
    rebootOnBackup: z.boolean().optional(),
  })
  .refine((patch) => Object.values(patch).some((value) => value !== undefined), {
    error: "Say what to change: schedule, zone, retentionDays or rebootOnBackup.",
  });
export type UpdateSettingsInput = z.infer<typeof UpdateSettingsInput>;
