import { z } from "zod";
import { INSTANCE_STATES, TAG_TESTS } from "../../db/schema/constants";
import { InstanceScheduleChoice } from "../../schedules/schemas";
import { DISCOVERED_STATUSES } from "../schemas";

const Instant = z.iso.datetime();

export const TagConditionDto = z.object({
  key: z.string(),
  test: z.enum(TAG_TESTS),
  value: z.string(),
});
export type TagConditionDto = z.infer<typeof TagConditionDto>;

/** A rule by which what appears with certain tags is protected. */
export const RuleDto = z.object({
  id: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  /** All of them must hold. */
  conditions: z.array(TagConditionDto),
  /** accounts.id; null for every account. */
  accountRefs: z.array(z.string()).nullable(),
  regions: z.array(z.string()).nullable(),
  schedules: z.array(InstanceScheduleChoice),
  /** For people, in the same order. */
  scheduleWords: z.array(z.string()),
  retentionPolicyId: z.string().nullable(),
  policyName: z.string().nullable(),
  rebootOnBackup: z.boolean().nullable(),
  /** Instances that match in the caller's accounts, protected or not, at the last whole look at each place. */
  matchCount: z.number().int(),
  countedAt: Instant.nullable(),
  /**
   * How many matched before they became fewer by a fifth or more; null while nothing is wrong, and for
   * who does not see all that the rule is for.
   */
  fellFrom: z.number().int().nullable(),
  /** Instances that it has protected; null for who does not see all that the rule is for. */
  protectedCount: z.number().int().nullable(),
  /** Why it could not protect something at the last look. */
  error: z.string().nullable(),
  createdAt: Instant,
  updatedAt: Instant,
});
export type RuleDto = z.infer<typeof RuleDto>;

export const RuleMatchDto = z.object({
  discoveredId: z.string(),
  accountId: z.string(),
  region: z.string(),
  instanceId: z.string(),
  name: z.string(),
  state: z.enum(INSTANCE_STATES),
  status: z.enum(DISCOVERED_STATUSES),
  wasRemoved: z.boolean(),
});
export type RuleMatchDto = z.infer<typeof RuleMatchDto>;

/** What a rule would match among what is known now. */
export const RulePreviewDto = z.object({
  matches: z.number().int(),
  /** Of these the ones it would protect at the next look. */
  toProtect: z.number().int(),
  protected: z.number().int(),
  /** Left unprotected by a person's word, or removed from protection: no rule takes them. */
  leftAlone: z.number().int(),
  /** The first, those to be protected before the others. */
  items: z.array(RuleMatchDto),
});
export type RulePreviewDto = z.infer<typeof RulePreviewDto>;
