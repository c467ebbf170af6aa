import type { RetentionPolicyDto } from "./dto";
import type { RetentionPolicyRow } from "./default-policy.repo";

export function toRetentionPolicyDto(row: RetentionPolicyRow): RetentionPolicyDto {
  const { id, name, keepDays, floor, enforced, isDefault } = row;
  return { id, name, keepDays, floor, enforced, isDefault };
}
