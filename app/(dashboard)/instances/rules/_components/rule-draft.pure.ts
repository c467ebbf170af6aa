import type { TagTest } from "#lib/db/schema/constants";
import type { RuleDto, TagConditionDto } from "#lib/discovery/rules/dto";
import { parseSchedule } from "#lib/schedules/schedule-spec.pure";
import type { InstanceScheduleChoice } from "#lib/schedules/schemas";
import { newChoice, toChosen } from "../../../../_components/schedule/schedule-choice.pure";
import type {
  NamedSchedule,
  ScheduleChoice,
} from "../../../../_components/schedule/schedule-choice.pure";
import { toDraft } from "../../../../_components/schedule/schedule-draft.pure";

/** What stands in the form's inputs. */
export interface RuleDraft {
  name: string;
  enabled: boolean;
  conditions: ReadonlyArray<{ key: number; tag: string; test: TagTest; value: string }>;
  /** None chosen: every one. */
  accountRefs: readonly string[];
  regions: readonly string[];
  choices: readonly ScheduleChoice[];
  /** Empty for the default. */
  policyId: string;
  /** Empty: as the settings say. */
  reboot: "" | "yes" | "no";
}

export function newDraft(named: readonly NamedSchedule[]): RuleDraft {
  return {
    name: "",
    enabled: true,
    conditions: [{ key: 1, tag: "", test: "equals", value: "" }],
    accountRefs: [],
    regions: [],
    choices: [newChoice({ key: 1, mode: "default", named })],
    policyId: "",
    reboot: "",
  };
}

export function toRuleDraft(rule: RuleDto, named: readonly NamedSchedule[]): RuleDraft {
  const { name, enabled, rebootOnBackup } = rule;
  return {
    name,
    enabled,
    conditions: rule.conditions.map(({ key: tag, test, value }, index) => ({
      key: index + 1,
      tag,
      test,
      value,
    })),
    accountRefs: rule.accountRefs ?? [],
    regions: rule.regions ?? [],
    choices: rule.schedules.map((chosen, index) => toChoice({ chosen, key: index + 1, named })),
    policyId: rule.retentionPolicyId ?? "",
    reboot: rebootOnBackup === null ? "" : rebootOnBackup ? "yes" : "no",
  };
}

function toChoice(input: {
  chosen: InstanceScheduleChoice;
  key: number;
  named: readonly NamedSchedule[];
}): ScheduleChoice {
  const { chosen, key, named } = input;
  if (chosen === "default") return newChoice({ key, mode: "default", named });
  if (typeof chosen === "object" && "scheduleId" in chosen) {
    return { ...newChoice({ key, mode: "named", named }), scheduleId: chosen.scheduleId };
  }
  const own = newChoice({ key, mode: "own", named });
  const given = typeof chosen === "string" ? { schedule: chosen, zone: undefined } : chosen;
  const zone = given.zone ?? own.own.zone;
  const parsed = parseSchedule({ spec: given.schedule, zone });
  return parsed.ok ? { ...own, own: toDraft(parsed.value) } : own;
}

/** What is asked for while it is typed; null while a condition names no tag. */
export function toMatch(draft: RuleDraft) {
  if (draft.conditions.some(({ tag }) => tag === "")) return null;
  if (draft.conditions.some(({ test, value }) => test === "prefix" && value === "")) return null;
  return {
    conditions: draft.conditions.map(toCondition),
    accountRefs: draft.accountRefs.length === 0 ? null : [...draft.accountRefs],
    regions: draft.regions.length === 0 ? null : [...draft.regions],
  };
}

export type RuleInput = ReturnType<typeof toInput>;

export function toInput(draft: RuleDraft, options: { mayChoosePolicy: boolean }) {
  return {
    name: draft.name,
    enabled: draft.enabled,
    conditions: draft.conditions.map(toCondition),
    accountRefs: draft.accountRefs.length === 0 ? null : [...draft.accountRefs],
    regions: draft.regions.length === 0 ? null : [...draft.regions],
    schedules: draft.choices.map(toChosen),
    rebootOnBackup: draft.reboot === "" ? null : draft.reboot === "yes",
    ...(options.mayChoosePolicy
      ? { retentionPolicyId: draft.policyId === "" ? null : draft.policyId }
      : {}),
  };
}

/** What the form says otherwise than it did when it was opened: the rest stays as others leave it. */
export function toChanges(before: RuleInput, after: RuleInput): Partial<RuleInput> {
  const was = new Map(Object.entries(before).map(([name, value]) => [name, JSON.stringify(value)]));
  return Object.fromEntries(
    Object.entries(after).filter(([name, value]) => was.get(name) !== JSON.stringify(value)),
  );
}

function toCondition(condition: RuleDraft["conditions"][number]): TagConditionDto {
  const { tag, test, value } = condition;
  const asks = test === "equals" || test === "prefix";
  return { key: tag, test, value: asks ? value : "" };
}
