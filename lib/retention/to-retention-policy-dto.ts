import { toIso } from "../clock";
import type { RetentionPolicyDto } from "./dto";
import type { PolicyUse } from "./policies.repo";
import type { RetentionPolicyRow } from "./policy-row";
import { describeRules } from "./retention-rules.pure";

export function toRetentionPolicyDto(row: RetentionPolicyRow, use: PolicyUse): RetentionPolicyDto {
  const { id, name, keepDays, keepCount, tiers, floor, zone, recordDays } = row;
  return {
    id,
    name,
    words: describeRules(row),
    keepDays,
    keepCount,
    tiers,
    floor,
    zone,
    recordDays,
    enforced: row.enforced,
    isDefault: row.isDefault,
    instanceId: row.instanceRef,
    ...use,
    createdAt: toIso(row.createdAt),
    updatedAt: toIso(row.updatedAt),
  };
}

/** What the audit log says of a policy, before and after. */
export function toAuditedPolicy(row: RetentionPolicyRow): Record<string, unknown> {
  const { name, keepDays, keepCount, tiers, floor, zone, recordDays, enforced } = row;
  return { name, keepDays, keepCount, tiers, floor, zone, recordDays, enforced };
}
