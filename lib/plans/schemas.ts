import { z } from "zod";
import { BackupId } from "../backups/schemas";
import { BulkIds } from "../bulk";
import {
  PLAN_ITEM_STATUSES,
  PLAN_KINDS,
  PLAN_STATUSES,
  REMOVAL_MODES,
} from "../db/schema/constants";
import { instantCursorText, pageQuery } from "../paging";

export const PLAN_BACKUPS_MAX = 1_000;

export const PlanId = z.string().min(1).max(64);

/** The body of POST /api/plans: what shall go of these backups. */
export const RequestPlanInput = z.strictObject({
  backupIds: z
    .array(BackupId)
    .min(1, "Choose at least one backup.")
    .max(PLAN_BACKUPS_MAX, `Choose at most ${PLAN_BACKUPS_MAX} backups.`),
  mode: z.enum(REMOVAL_MODES),
});
export type RequestPlanInput = z.infer<typeof RequestPlanInput>;

/** The body of POST /api/instances/bulk/removal-plans; ids are ours, `ins_…`. */
export const RequestInstancesPlanInput = z.strictObject({ ids: BulkIds });
export type RequestInstancesPlanInput = z.infer<typeof RequestInstancesPlanInput>;

const Words = z
  .string()
  .max(200)
  .transform((text) => text.split(",").map((word) => word.trim()));

/** The query string of GET /api/plans; newest first. */
export const ListPlansQuery = pageQuery("plans").extend({
  cursor: instantCursorText("plans").optional(),
  status: Words.pipe(z.array(z.enum(PLAN_STATUSES)).min(1)).optional(),
  kind: z.enum(PLAN_KINDS).optional(),
});
export type ListPlansInput = z.input<typeof ListPlansQuery>;

/** The query string of GET /api/plans/{id}: a page of its items. */
export const GetPlanQuery = pageQuery("plan-items").extend({
  status: Words.pipe(z.array(z.enum(PLAN_ITEM_STATUSES)).min(1)).optional(),
});
export type GetPlanInput = z.input<typeof GetPlanQuery> & { planId: string };

/** The body of POST /api/plans/{id}/leave-out: ids of items. */
export const LeaveOutBody = z.strictObject({ ids: BulkIds });
export const LeaveOutInput = LeaveOutBody.extend({ planId: PlanId });
export type LeaveOutInput = z.infer<typeof LeaveOutInput>;

/** The body of POST /api/plans/{id}/apply. */
export const ApplyPlanBody = z.strictObject({
  /** How many will go, typed by a person: needed for more than ten. */
  count: z.coerce.number().int().optional(),
  /** Blocked items that shall go although something speaks against them. */
  overruledItemIds: z.array(z.string().max(64)).max(PLAN_BACKUPS_MAX).default([]),
});
export type ApplyPlanBody = z.input<typeof ApplyPlanBody>;
