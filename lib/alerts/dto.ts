import { z } from "zod";
import { ALERT_SEVERITIES, ALERT_STATUSES, DELIVERY_STATUSES } from "../db/schema/constants";

const Instant = z.iso.datetime();

export const AlertDto = z.object({
  id: z.string(),
  /** Dotted, for example `backups.overdue`. */
  kind: z.string(),
  severity: z.enum(ALERT_SEVERITIES),
  status: z.enum(ALERT_STATUSES),
  /** accounts.id, or null for what concerns the whole installation. */
  accountRef: z.string().nullable(),
  /** The 12 digits. */
  accountId: z.string().nullable(),
  title: z.string(),
  message: z.string(),
  suggestion: z.string().nullable(),
  /** An application path. */
  link: z.string().nullable(),
  /** In the caller's accounts: of an open alert those that are not well, of a closed one all it ever had. */
  memberCount: z.number().int(),
  openedAt: Instant,
  lastSeenAt: Instant,
  acknowledgedAt: Instant.nullable(),
  /** The name of who did. */
  acknowledgedBy: z.string().nullable(),
  closedAt: Instant.nullable(),
  closedReason: z.string().nullable(),
  /**
   * When the next step of channels is told unless somebody acknowledges; of an acknowledged one that
   * befell more since, when it is opened again.
   */
  escalateAt: Instant.nullable(),
  /** Nobody looks after it, or it befell more since, and it concerns no account that the caller does not see. */
  mayBeAcknowledged: z.boolean(),
});
export type AlertDto = z.infer<typeof AlertDto>;

export const AlertMemberDto = z.object({
  entityType: z.string(),
  entityId: z.string(),
  message: z.string(),
  addedAt: Instant,
  /** Since when it is well again. */
  clearedAt: Instant.nullable(),
});
export type AlertMemberDto = z.infer<typeof AlertMemberDto>;

export const AlertDeliveryDto = z.object({
  channelId: z.string(),
  channelName: z.string(),
  event: z.string(),
  status: z.enum(DELIVERY_STATUSES),
  attempts: z.number().int(),
  error: z.string().nullable(),
  createdAt: Instant,
  sentAt: Instant.nullable(),
});
export type AlertDeliveryDto = z.infer<typeof AlertDeliveryDto>;

export const AlertDetailDto = AlertDto.extend({
  /** The first 200; those that are not well first. */
  members: z.array(AlertMemberDto),
  /** How many channels that are switched on take it by their rules. */
  channelCount: z.number().int(),
  /** Who was told, newest first. */
  deliveries: z.array(AlertDeliveryDto),
});
export type AlertDetailDto = z.infer<typeof AlertDetailDto>;

/** For the menu and the dashboard. */
export const AlertCountsDto = z.object({
  /** Those nobody acknowledged. */
  open: z.number().int(),
  acknowledged: z.number().int(),
  critical: z.number().int(),
});
export type AlertCountsDto = z.infer<typeof AlertCountsDto>;
