import { z } from "zod";
import { RetentionPolicyDto } from "../retention/dto";
import { ScheduleDto } from "../schedules/dto";

export const SettingsDto = z.object({
  /** Instances are added with this one; editing it moves all that follow it. */
  schedule: ScheduleDto,
  /** The policy of every instance that was given no other. */
  retention: RetentionPolicyDto,
  /** Whether an instance that is added is rebooted for its backups unless somebody chooses. */
  rebootOnBackup: z.boolean(),
  /** How many backups may be made at once; null for any number. */
  backupsAtOnceMax: z.number().nullable(),
  /** The same in each account. */
  backupsAtOncePerAccountMax: z.number().nullable(),
  /** A backup that takes longer alerts. */
  backupTimeoutHours: z.number(),
  /** How often pending images are looked at. */
  pollSeconds: z.number().int(),
  /** How often every account is looked at for what is not protected. */
  discoveryHours: z.number().int(),
  /** From that age on entries of the audit log are archived. */
  auditArchiveDays: z.number().int(),
  /** Which part of AWS's own request limits this installation uses at most. */
  apiSharePercent: z.number(),
  /** How long an alert waits for an acknowledgement before the next step of channels is told. */
  escalateAfterMinutes: z.number().int(),
  /** Where AWS reaches this application, as it was set; null for the environment's. */
  publicUrl: z.string().nullable(),
  /** Where functions in AWS send their reports; null where there is no address to call. */
  callbackUrl: z.string().nullable(),
  /** After an edit of the address: why it did not lead here as it was tried, which may be as it should. */
  callbackNotice: z.string().nullable(),
  /** US dollars for a GiB of snapshots in a month: what every cost shown is reckoned with. */
  snapshotUsdPerGiBMonth: z.number(),
});
export type SettingsDto = z.infer<typeof SettingsDto>;
