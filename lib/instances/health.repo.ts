import { sql, type SQL } from "drizzle-orm";
import { credentials, instances } from "#lib/db/schema/index";
import { DUE_GRACE_MS, type HealthReason } from "./instance-health.pure";

const i = instances;

/**
 * `findHealthReason` of instance-health.pure.ts as an expression, for counting and filtering; a
 * property test holds the two together. The query joins the live credential.
 */
export function healthReason(now: number): SQL<HealthReason> {
  return sql<HealthReason>`case
    when ${i.paused} = 1 then 'paused'
    when ${i.state} in ('terminated', 'vanished') then 'instance_gone'
    when ${credentials.id} is null then 'no_credential'
    when ${credentials.validationError} is not null then 'credential_failing'
    when ${i.nextDueAt} is null then 'no_schedule'
    when ${i.nextDueAt} < ${now - DUE_GRACE_MS} then 'overdue'
    when ${i.lastEndedStatus} = 'failed' then 'last_failed'
    when ${i.lastEndedStatus} = 'missed' then 'last_missed'
    when ${i.overdueSinceAt} is not null then 'late'
    when ${i.lastGoodAt} is null or coalesce(${i.lastEndedStatus}, '') = 'skipped' then 'waiting'
    else 'protected' end`;
}
