import { z } from "zod";
import { AuditCheck, AuditLook } from "../audit/audit-check";
import { POLL_SECONDS_DEFAULT } from "../backups/protocol-timing.pure";
import { SNAPSHOT_USD_PER_GIB_MONTH } from "../costs/cost.pure";
import { BACKUP_STATUSES, ROLES, type BackupStatus, type Role } from "../db/schema/constants";
import {
  ABSOLUTE_HOURS_DEFAULT,
  ARCHIVE_DAYS_DEFAULT,
  ApiSharePercent,
  ArchiveDays,
  AtOnceMax,
  DISCOVERY_HOURS_DEFAULT,
  DiscoveryHours,
  EscalateAfterMinutes,
  IDLE_MINUTES_DEFAULT,
  PollSeconds,
  PublicUrl,
  SessionAbsoluteHours,
  SessionIdleMinutes,
  SnapshotPrice,
  TIMEOUT_HOURS_DEFAULT,
  TimeoutHours,
} from "./limits";

/** Every row of the table `settings`. */
export interface Settings {
  "backups.rebootOnBackup": boolean;
  /** How long an alert waits for somebody to acknowledge it before the next step is told. */
  "alerts.escalateAfterMinutes": number;
  /** How far the work is that an edited exclusion window left; null when there is none. */
  "schedules.retiming": { status: BackupStatus; dueAt: number; id: string } | null;
  /** How many backups may be made at once, in the whole installation; null for any number. */
  "backups.atOnceMax": number | null;
  /** The same in each account. */
  "backups.atOncePerAccountMax": number | null;
  /** A backup that takes longer alerts; nothing else happens to it. */
  "backups.timeoutHours": number;
  /** How often pending images are looked at. */
  "backups.pollSeconds": number;
  /** How often every account is looked at for what is not protected. */
  "discovery.everyHours": number;
  /** Which part of AWS's buckets is ours; null for the environment's AMIVAULT_API_SHARE_PERCENT. */
  "aws.apiSharePercent": number | null;
  /** Where AWS reaches this application; null for NEXTAUTH_URL, when that is https. */
  "eventbridge.publicUrl": string | null;
  /** US dollars; every cost shown is reckoned with it. */
  "costs.snapshotUsdPerGiBMonth": number;
  /** What the last look at the audit log found. */
  "audit.check": AuditCheck | null;
  /** How far one is that goes on, or broke off, since. */
  "audit.look": AuditLook | null;
  /** The ids of the ring's keys, as the audit log tells of them; null before the first start. */
  "keys.ring": readonly string[] | null;
  /** From that age on entries of the audit log are archived. */
  "audit.archiveDays": number;
  /** Without a request for this long a session is over. */
  "security.sessionIdleMinutes": number;
  /** After this long everyone signs in again. */
  "security.sessionAbsoluteHours": number;
  /** Whoever has one of these roles needs a second factor. */
  "security.secondFactorRoles": readonly Role[];
}

export type SettingKey = keyof Settings;

/** Their shapes, and what holds while there is no row. */
export const SETTINGS: {
  readonly [Key in SettingKey]: { schema: z.ZodType<Settings[Key]>; fallback: Settings[Key] };
} = {
  "backups.rebootOnBackup": { schema: z.boolean(), fallback: false },
  "alerts.escalateAfterMinutes": { schema: EscalateAfterMinutes, fallback: 15 },
  "schedules.retiming": {
    schema: z
      .object({ status: z.enum(BACKUP_STATUSES), dueAt: z.number(), id: z.string() })
      .nullable(),
    fallback: null,
  },
  "backups.atOnceMax": { schema: AtOnceMax.nullable(), fallback: null },
  "backups.atOncePerAccountMax": { schema: AtOnceMax.nullable(), fallback: null },
  "backups.timeoutHours": { schema: TimeoutHours, fallback: TIMEOUT_HOURS_DEFAULT },
  "backups.pollSeconds": { schema: PollSeconds, fallback: POLL_SECONDS_DEFAULT },
  "discovery.everyHours": { schema: DiscoveryHours, fallback: DISCOVERY_HOURS_DEFAULT },
  "aws.apiSharePercent": { schema: ApiSharePercent.nullable(), fallback: null },
  "eventbridge.publicUrl": { schema: PublicUrl.nullable(), fallback: null },
  "costs.snapshotUsdPerGiBMonth": { schema: SnapshotPrice, fallback: SNAPSHOT_USD_PER_GIB_MONTH },
  "audit.check": { schema: AuditCheck.nullable(), fallback: null },
  "audit.look": { schema: AuditLook.nullable(), fallback: null },
  "keys.ring": { schema: z.array(z.string()).nullable(), fallback: null },
  "audit.archiveDays": { schema: ArchiveDays, fallback: ARCHIVE_DAYS_DEFAULT },
  "security.sessionIdleMinutes": { schema: SessionIdleMinutes, fallback: IDLE_MINUTES_DEFAULT },
  "security.sessionAbsoluteHours": {
    schema: SessionAbsoluteHours,
    fallback: ABSOLUTE_HOURS_DEFAULT,
  },
  "security.secondFactorRoles": { schema: z.array(z.enum(ROLES)).max(ROLES.length), fallback: [] },
};
