import { z } from "zod";
import { cursorText, pageQuery } from "../paging";
import { RULE_LIMITS } from "./retention-rules.pure";

const Id = z.string().trim().min(1).max(64);

// Control characters and halves of surrogate pairs: no name needs them, and logs break.
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;

const Name = z
  .string()
  .trim()
  .min(1, "Give the policy a name.")
  .max(100, "Use at most 100 characters.")
  .refine((text) => !UNPRINTABLE.test(text), "Leave out line breaks and control characters.");

const KEEP_DAYS_MAX = RULE_LIMITS.keepDays;
const COUNT_MAX = RULE_LIMITS.count;
const FLOOR_MAX = RULE_LIMITS.floor;

const count = (max: number) =>
  z
    .number({ error: "Use a whole number." })
    .int("Use a whole number.")
    .min(0, "Use 0 or more.")
    .max(max, `Use at most ${max}.`);

/** Null or left out: no such rule. */
const Tiers = z.strictObject({
  hourly: count(COUNT_MAX).nullable().optional(),
  daily: count(COUNT_MAX).nullable().optional(),
  weekly: count(COUNT_MAX).nullable().optional(),
  monthly: count(COUNT_MAX).nullable().optional(),
  yearly: count(COUNT_MAX).nullable().optional(),
});

const Floor = count(FLOOR_MAX).min(1, "At least one image stays.");
/** IANA; read by `parseTimeZone`. */
const Zone = z.string().trim().max(100);

/** What a policy keeps. A number of 0 keeps nothing; null or left out is no rule. */
export const RetentionRulesInput = z.strictObject({
  /** Everything younger than so many times 24 hours. */
  keepDays: count(KEEP_DAYS_MAX).nullable().default(null),
  /** The newest so many. */
  keepCount: count(COUNT_MAX).nullable().default(null),
  /** The newest of each of the last so many hours, days, … that have one. */
  tiers: Tiers.default({}),
  /** The newest so many stay whatever the rules say. */
  floor: Floor.default(2),
  zone: Zone.default("UTC"),
});
export type RetentionRulesInput = z.input<typeof RetentionRulesInput>;

const RECORD_DAYS_MAX = 3_650;
const RecordDays = count(RECORD_DAYS_MAX).min(1, "Keep records for at least 1 day.").nullable();

export const CreatePolicyInput = z.strictObject({
  name: Name,
  ...RetentionRulesInput.shape,
  /** Records of failed, missed and skipped backups go after so many days; null for 90. */
  recordDays: RecordDays.default(null),
  /** Whether anything is removed by it. */
  enforced: z.boolean().default(true),
});
export type CreatePolicyInput = z.input<typeof CreatePolicyInput>;

const PolicyChanges = {
  name: Name.optional(),
  keepDays: count(KEEP_DAYS_MAX).nullable().optional(),
  keepCount: count(COUNT_MAX).nullable().optional(),
  /** Replaces all tiers there were. */
  tiers: Tiers.optional(),
  floor: Floor.optional(),
  zone: Zone.optional(),
  recordDays: RecordDays.optional(),
  enforced: z.boolean().optional(),
};

/** The body of PATCH /api/policies/{id}: what is left out stays, null takes a rule away. */
export const UpdatePolicyBody = z
  .strictObject(PolicyChanges)
  .refine(
    (changes) => Object.values(changes).some((value) => value !== undefined),
    "Say what to change: name, keepDays, keepCount, tiers, floor, zone, recordDays or enforced.",
  );
export type UpdatePolicyBody = z.input<typeof UpdatePolicyBody>;

export const UpdatePolicyInput = z.strictObject({ policyId: Id, ...PolicyChanges });
export type UpdatePolicyInput = z.input<typeof UpdatePolicyInput>;

export const PolicyRef = z.strictObject({ policyId: Id });
export type PolicyRef = z.infer<typeof PolicyRef>;

export const ListPoliciesQuery = pageQuery("policies").extend({
  search: z.string().trim().max(100).optional(),
});
export type ListPoliciesInput = z.input<typeof ListPoliciesQuery>;

const INSTANCES_MAX = 500;

export const InstanceIds = z
  .array(Id)
  .min(1, "Choose at least one instance.")
  .max(INSTANCES_MAX, `Choose at most ${INSTANCES_MAX} at once.`);

export const AssignPolicyInput = z.strictObject({
  /** Ours, `ins_…`. */
  instanceIds: InstanceIds,
  /** Null follows the default policy. */
  policyId: Id.nullable(),
});
export type AssignPolicyInput = z.input<typeof AssignPolicyInput>;

const OwnPolicy = {
  ...RetentionRulesInput.shape,
  enforced: z.boolean().default(true),
};

/** The body of PUT /api/instances/{id}/retention. */
export const OwnPolicyBody = z.strictObject(OwnPolicy);

export const OwnPolicyInput = z.strictObject({ instanceId: Id, ...OwnPolicy });
export type OwnPolicyInput = z.input<typeof OwnPolicyInput>;

/** `accountRef` is our own id, `acc_…`. */
export const ConfirmRetentionInput = z.strictObject({ accountRef: Id });
export type ConfirmRetentionInput = z.infer<typeof ConfirmRetentionInput>;

const PREVIEW_INSTANCES_MAX = 50;

const PreviewScope = {
  /** Ours, `ins_…`: these alone. */
  instanceIds: InstanceIds.optional(),
  cursor: cursorText("policy-preview").optional(),
  /** Instances a page. */
  limit: z.number().int().min(1).max(PREVIEW_INSTANCES_MAX).default(20),
};

/** The body of POST /api/policies/preview: a policy that is not saved, over every instance. */
export const PreviewRulesBody = z.strictObject({ rules: RetentionRulesInput, ...PreviewScope });

/** The body of POST /api/policies/{id}/preview: with the saved rules unless others are given. */
export const PreviewPolicyBody = z.strictObject({
  rules: RetentionRulesInput.optional(),
  ...PreviewScope,
});

export const PreviewPolicyInput = z.strictObject({
  /** Its rules unless others are given, and its instances unless these are named. */
  policyId: Id.optional(),
  rules: RetentionRulesInput.optional(),
  ...PreviewScope,
});
export type PreviewPolicyInput = z.input<typeof PreviewPolicyInput>;

export const InstanceRetentionRef = z.strictObject({ instanceId: Id });
export type InstanceRetentionRef = z.infer<typeof InstanceRetentionRef>;
