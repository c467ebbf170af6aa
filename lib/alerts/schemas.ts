import { z } from "zod";
import { ALERT_SEVERITIES } from "../db/schema/constants";
import { InstantCursorText, PageQuery } from "../paging";
import { ALERT_KINDS } from "./alert-kinds";

export const AlertRef = z.object({ alertId: z.string().min(1).max(64) });
export type AlertRef = z.infer<typeof AlertRef>;

/** `open` has those that are acknowledged too: both wait for their cause to go. */
export const ALERT_FILTERS = ["open", "closed", "all"] as const;

export const ListAlertsQuery = PageQuery.extend({
  cursor: InstantCursorText.optional(),
  status: z.enum(ALERT_FILTERS).default("all"),
  kind: z.enum(ALERT_KINDS).optional(),
  severity: z.enum(ALERT_SEVERITIES).optional(),
  accountRef: z.string().max(64).optional(),
});
export type ListAlertsInput = z.input<typeof ListAlertsQuery>;

/** The body of PATCH /api/alerts/{id}. */
export const PatchAlertBody = z.strictObject({
  acknowledged: z.literal(true, { error: "An alert can be acknowledged; it closes by itself." }),
});
export type PatchAlertBody = z.infer<typeof PatchAlertBody>;
