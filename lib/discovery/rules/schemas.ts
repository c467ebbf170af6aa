import { z } from "zod";
import { RegionName } from "../../credentials/schemas";
import { TAG_TESTS } from "../../db/schema/constants";
import { pageQuery } from "../../paging";
import { InstanceScheduleChoice, Name } from "../../schedules/schemas";

const Id = z.string().trim().min(1).max(64);
const CONDITIONS_MAX = 10;
const SCHEDULES_MAX = 10;
const PLACES_MAX = 500;

/** AWS allows keys of 128 and values of 256 characters, and case counts. */
const Condition = z
  .strictObject({
    key: z.string().min(1, "Name the tag.").max(128, "A tag's key has at most 128 characters."),
    test: z.enum(TAG_TESTS, { error: `Say how it is read: ${TAG_TESTS.join(", ")}.` }),
    value: z.string().max(256, "A tag's value has at most 256 characters.").default(""),
  })
  .refine(({ test, value }) => test !== "prefix" || value !== "", {
    path: ["value"],
    error: "Say how the value begins, or ask only whether the tag is there.",
  });

const RuleMatch = {
  /** All of them must hold; none: every instance of the chosen accounts and regions. */
  conditions: z
    .array(Condition)
    .max(CONDITIONS_MAX, `A rule has at most ${CONDITIONS_MAX} conditions.`),
  /** accounts.id; null for every account. */
  accountRefs: z.array(Id).min(1, "Choose at least one account.").max(PLACES_MAX).nullable(),
  regions: z.array(RegionName).min(1, "Choose at least one region.").max(50).nullable(),
};

const Schedules = z
  .array(InstanceScheduleChoice)
  .max(SCHEDULES_MAX, `An instance has at most ${SCHEDULES_MAX} schedules.`);
export const RuleSchedules = Schedules;

export const CreateRuleInput = z.strictObject({
  name: Name,
  enabled: z.boolean().default(true),
  conditions: RuleMatch.conditions,
  accountRefs: RuleMatch.accountRefs.default(null),
  regions: RuleMatch.regions.default(null),
  /** None: nothing is backed up by itself. */
  schedules: Schedules.default(["default"]),
  /** Null follows the default policy. */
  retentionPolicyId: Id.nullable().default(null),
  /** Null: as the settings say. */
  rebootOnBackup: z.boolean().nullable().default(null),
});
export type CreateRuleInput = z.input<typeof CreateRuleInput>;

const Changes = {
  name: Name.optional(),
  enabled: z.boolean().optional(),
  conditions: RuleMatch.conditions.optional(),
  accountRefs: RuleMatch.accountRefs.optional(),
  regions: RuleMatch.regions.optional(),
  schedules: Schedules.optional(),
  retentionPolicyId: Id.nullable().optional(),
  rebootOnBackup: z.boolean().nullable().optional(),
};

/** The body of PATCH /api/discovery/rules/{id}. */
export const UpdateRuleBody = z
  .strictObject(Changes)
  .refine(
    (changes) => Object.values(changes).some((value) => value !== undefined),
    `Say what to change: ${Object.keys(Changes).join(", ")}.`,
  );
export type UpdateRuleBody = z.input<typeof UpdateRuleBody>;

export const UpdateRuleInput = z.strictObject({ ruleId: Id, ...Changes });
export type UpdateRuleInput = z.input<typeof UpdateRuleInput>;

export const RuleRef = z.strictObject({ ruleId: Id });
export type RuleRef = z.infer<typeof RuleRef>;

export const ListRulesQuery = pageQuery("rules").extend({
  search: z.string().trim().max(100).optional(),
});
export type ListRulesInput = z.input<typeof ListRulesQuery>;

/** The body of POST /api/discovery/rules/preview. */
export const PreviewRuleInput = z.strictObject({
  conditions: RuleMatch.conditions,
  accountRefs: RuleMatch.accountRefs.default(null),
  regions: RuleMatch.regions.default(null),
});
export type PreviewRuleInput = z.input<typeof PreviewRuleInput>;
