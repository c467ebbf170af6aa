import { z } from "zod";
import {
  ApiSharePercent,
  ArchiveDays,
  AtOnceMax,
  DiscoveryHours,
  EscalateAfterMinutes,
  PollSeconds,
  PublicUrl,
  SnapshotPrice,
  TimeoutHours,
} from "./limits";
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
    /** How many backups may be made at once; null for any number. */
    backupsAtOnceMax: AtOnceMax.nullable().optional(),
    /** The same in each account. */
    backupsAtOncePerAccountMax: AtOnceMax.nullable().optional(),
    /** A backup that takes longer alerts; it is neither ended nor repeated. */
    backupTimeoutHours: TimeoutHours.optional(),
    /** How often pending images are looked at; the first looks at a manual backup's are quick. */
    pollSeconds: PollSeconds.optional(),
    /** How often every account and region is looked at for what is not protected. */
    discoveryHours: DiscoveryHours.optional(),
    /** From that age on entries of the audit log are archived: exports have them, lists do not. */
    auditArchiveDays: ArchiveDays.optional(),
    /** Which part of AWS's own request limits this installation may use. */
    apiSharePercent: ApiSharePercent.optional(),
    /** How long an alert waits for an acknowledgement before the next step of channels is told. */
    escalateAfterMinutes: EscalateAfterMinutes.optional(),
    /** Where AWS reaches this application, for reports of functions; null for NEXTAUTH_URL over https. */
    publicUrl: PublicUrl.nullable().optional(),
    /** US dollars for a GiB of snapshots in a month: what every cost shown is reckoned with. */
    snapshotUsdPerGiBMonth: SnapshotPrice.optional(),
  })
  .refine((patch) => Object.values(patch).some((value) => value !== undefined), {
    error:
      "Say what to change: schedule, zone, retentionDays, rebootOnBackup, backupsAtOnceMax, backupsAtOncePerAccountMax, backupTimeoutHours, pollSeconds, discoveryHours, auditArchiveDays, apiSharePercent, escalateAfterMinutes, publicUrl or snapshotUsdPerGiBMonth.",
  });
export type UpdateSettingsInput = z.infer<typeof UpdateSettingsInput>;
