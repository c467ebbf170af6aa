import { z } from "zod";
import { BulkIds } from "../bulk";
import { ALERT_SEVERITIES } from "../db/schema/constants";
import { instantCursorText, pageQuery } from "../paging";
import { ALERT_KINDS } from "./alert-kinds";

export const AlertRef = z.object({ alertId: z.string().min(1).max(64) });
export type AlertRef = z.infer<typeof AlertRef>;

/** `open` has those that are acknowledged too: both wait for their cause to go. */
export const ALERT_FILTERS = ["open", "closed", "all"] as const;

export const ListAlertsQuery = pageQuery("alerts").extend({
  cursor: instantCursorText("alerts").optional(),
  status: z.enum(ALERT_FILTERS).default("all"),
  kind: z.enum(ALERT_KINDS).optional(),
  severity: z.enum(ALERT_SEVERITIES).optional(),
  accountRef: z.string().max(64).optional(),
  /** The 12 digits. */
  account: z
    .string()
    .regex(/^\d{12}$/, "An account is its 12 digits.")
    .optional(),
  /** Ours, `ins_…`: it was or is a member. */
  instance: z.string().min(1).max(64).optional(),
});
export type ListAlertsInput = z.input<typeof ListAlertsQuery>;

export const BulkAlertsInput = z.strictObject({ ids: BulkIds });
export type BulkAlertsInput = z.infer<typeof BulkAlertsInput>;

export const ListOpenAlertsInput = z.object({
  ...ListAlertsQuery.pick({ kind: true, severity: true, account: true, instance: true }).shape,
  limit: z.number().int().min(1).max(200),
});
export type ListOpenAlertsInput = z.input<typeof ListOpenAlertsInput>;

/** The body of PATCH /api/alerts/{id}. */
export const PatchAlertBody = z.strictObject({
  acknowledged: z.literal(true, { error: "An alert can be acknowledged; it closes by itself." }),
});
export type PatchAlertBody = z.infer<typeof PatchAlertBody>;
