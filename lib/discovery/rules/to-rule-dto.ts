import { toIso, toIsoOrNull } from "../../clock";
import type { Queryable } from "../../db/client";
import { findPolicy } from "../../retention/policies.repo";
import { requireDefaultSchedule } from "../../schedules/default-schedule";
import { describeSchedule } from "../../schedules/describe-schedule.pure";
import { parseSchedule } from "../../schedules/schedule-spec.pure";
import { findSchedule } from "../../schedules/schedules.repo";
import type { InstanceScheduleChoice } from "../../schedules/schemas";
import type { RuleDto } from "./dto";
import type { RuleRow } from "./rules.repo";
import { RuleSchedules } from "./schemas";

export async function toRuleDto(q: Queryable, row: RuleRow): Promise<RuleDto> {
  const { retentionPolicyId, createdAt, updatedAt, countedAt } = row;
  const schedules = RuleSchedules.parse(row.schedules);
  const policy = retentionPolicyId === null ? null : await findPolicy(q, retentionPolicyId);
  const scheduleWords: string[] = [];
  for (const choice of schedules) scheduleWords.push(await toWords(q, choice));
  const { id, name, enabled, conditions, accountRefs, regions } = row;
  const { matchCount, fellFrom, protectedCount, error, rebootOnBackup } = row;
  return {
    id,
    name,
    enabled,
    conditions,
    accountRefs,
    regions,
    schedules,
    scheduleWords,
    retentionPolicyId,
    policyName: policy?.name ?? null,
    rebootOnBackup,
    matchCount,
    fellFrom,
    protectedCount,
    error,
    countedAt: toIsoOrNull(countedAt),
    createdAt: toIso(createdAt),
    updatedAt: toIso(updatedAt),
  };
}

async function toWords(q: Queryable, choice: InstanceScheduleChoice): Promise<string> {
  if (choice === "default") return "the default schedule";
  if (typeof choice === "object" && "scheduleId" in choice) {
    return (await findSchedule(q, choice.scheduleId))?.name ?? "a schedule that was deleted";
  }
  const given = typeof choice === "string" ? { schedule: choice, zone: undefined } : choice;
  const zone = given.zone ?? (await requireDefaultSchedule(q)).zone;
  const parsed = parseSchedule({ spec: given.schedule, zone });
  return parsed.ok ? describeSchedule(parsed.value) : "a schedule that cannot be read";
}
