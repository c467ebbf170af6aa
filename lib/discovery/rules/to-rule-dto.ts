import { toIso, toIsoOrNull } from "../../clock";
import type { Context } from "../../context";
import type { Queryable } from "../../db/client";
import { findPolicy } from "../../retention/policies.repo";
import { requireDefaultSchedule } from "../../schedules/default-schedule";
import { describeSchedule } from "../../schedules/describe-schedule.pure";
import { parseSchedule } from "../../schedules/schedule-spec.pure";
import { findSchedule } from "../../schedules/schedules.repo";
import type { InstanceScheduleChoice } from "../../schedules/schemas";
import { accountOf } from "../place.pure";
import type { RuleDto } from "./dto";
import { tellError } from "./rule-error";
import type { RuleRow } from "./rules.repo";
import { RuleSchedules } from "./schemas";
import { sumOf } from "./sum-of.pure";

/** Its counts cover the caller's accounts alone. */
export async function toRuleDto(ctx: Context, row: RuleRow): Promise<RuleDto> {
  const q = ctx.runtime.db.read;
  const { retentionPolicyId, createdAt, updatedAt, countedAt } = row;
  const schedules = RuleSchedules.parse(row.schedules);
  const policy = retentionPolicyId === null ? null : await findPolicy(q, retentionPolicyId);
  const scheduleWords: string[] = [];
  for (const choice of schedules) scheduleWords.push(await toWords(q, choice));
  const { id, name, enabled, conditions, accountRefs, regions } = row;
  const { rebootOnBackup } = row;
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
    ...countsFor(ctx, row),
    error: await tellError(ctx, row),
    countedAt: toIsoOrNull(countedAt),
    createdAt: toIso(createdAt),
    updatedAt: toIso(updatedAt),
  };
}

/** What is not counted by place is told only to who sees all that the rule is for. */
function countsFor({ accounts }: Context, row: RuleRow) {
  const { counts, matchCount, fellFrom, protectedCount, accountRefs } = row;
  if (accounts === "all" || accountRefs !== null) return { matchCount, fellFrom, protectedCount };
  const own = Object.entries(counts).filter(([place]) => accounts.includes(accountOf(place)));
  return { matchCount: sumOf(Object.fromEntries(own)), fellFrom: null, protectedCount: null };
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
