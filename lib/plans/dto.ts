import { z } from "zod";
import {
  PLAN_ITEM_STATUSES,
  PLAN_KINDS,
  PLAN_STATUSES,
  REMOVAL_MODES,
} from "../db/schema/constants";

const Instant = z.iso.datetime();

export const PlanDto = z.object({
  id: z.string(),
  kind: z.enum(PLAN_KINDS),
  status: z.enum(PLAN_STATUSES),
  title: z.string(),
  /** Applied without a person, unless something stops it. */
  automatic: z.boolean(),
  /** Why a person is asked although it is automatic. */
  breakerReason: z.string().nullable(),
  statusReason: z.string().nullable(),
  itemCount: z.number().int(),
  /** Full size, at most. */
  sizeBytes: z.number().int(),
  /** Else it is about accounts too that the caller may not see, and others decide it. */
  seenWhole: z.boolean(),
  requestedBy: z.string().nullable(),
  /** The plan with the rest of what was asked for; null where this one has all of it. */
  continuedBy: z.string().nullable(),
  appliedBy: z.string().nullable(),
  createdAt: Instant,
  readyAt: Instant.nullable(),
  /** A plan that waits is worth nothing after this instant. */
  expiresAt: Instant.nullable(),
  appliedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
});
export type PlanDto = z.infer<typeof PlanDto>;

export const EvidenceDto = z.object({
  kind: z.string(),
  id: z.string(),
  detail: z.string().nullable(),
  /** One sentence. */
  sentence: z.string(),
});
export type EvidenceDto = z.infer<typeof EvidenceDto>;

export const PlanItemDto = z.object({
  id: z.string(),
  status: z.enum(PLAN_ITEM_STATUSES),
  mode: z.enum(REMOVAL_MODES),
  region: z.string(),
  /** The 12 digits. */
  accountId: z.string(),
  backupId: z.string().nullable(),
  instance: z.object({ id: z.string(), instanceId: z.string(), name: z.string() }).nullable(),
  imageId: z.string().nullable(),
  imageCreatedAt: Instant.nullable(),
  snapshotIds: z.array(z.string()),
  /** The rule that releases it, one sentence. */
  rule: z.string(),
  /** Backups that stay and justify it. */
  survivors: z.array(z.object({ backupId: z.string(), imageId: z.string().nullable() })),
  evidence: z.array(EvidenceDto),
  /** What was looked for, and what could not be. */
  checked: z.array(z.string()),
  evidenceAt: Instant.nullable(),
  /** A person may remove it in spite of what speaks against it. */
  mayOverrule: z.boolean(),
  /** Full size, at most. */
  sizeBytes: z.number().int().nullable(),
  outcome: z.string().nullable(),
  endedAt: Instant.nullable(),
});
export type PlanItemDto = z.infer<typeof PlanItemDto>;

const Count = z.object({ count: z.number().int(), sizeBytes: z.number().int() });

export const PlanDetailDto = PlanDto.extend({
  /** How many items are in which status, with their full size, at most. */
  counts: z.partialRecord(z.enum(PLAN_ITEM_STATUSES), Count),
  /** How the items that may still go would be removed, each way once, whichever are on this page. */
  modes: z.array(z.enum(REMOVAL_MODES)),
  /** Of how many instances everything is listed; null for a plan that was not asked for by instances. */
  instances: z.object({ listed: z.number().int(), of: z.number().int() }).nullable(),
  items: z.array(PlanItemDto),
  nextCursor: z.string().nullable(),
});
export type PlanDetailDto = z.infer<typeof PlanDetailDto>;

export const RequestedPlanDto = z.object({
  /** Null: everything is in an open plan already. */
  planId: z.string().nullable(),
  taken: z.number().int(),
  /** What is not in it, and why. */
  left: z.array(z.object({ backupId: z.string(), reason: z.string() })),
});
export type RequestedPlanDto = z.infer<typeof RequestedPlanDto>;

/** The plan that is being made, and those that some are in already; none where there is no image. */
export const RequestedPlansDto = z.object({ planIds: z.array(z.string()) });
export type RequestedPlansDto = z.infer<typeof RequestedPlansDto>;
