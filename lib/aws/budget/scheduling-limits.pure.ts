import type { BucketLimit } from "./token-bucket.pure";

/**
 * These services publish a rate and no burst. The half of such a bucket is spent in a second with what
 * comes in meanwhile, and is the rate together.
 */
function perSecond(rate: number): BucketLimit {
  return { capacity: rate * 1.5, refillPerSecond: rate };
}

/** Lambda quotas, "API requests": 15 a second for GetPolicy, and for the rest together; here by five at once. */
const LAMBDA: BucketLimit = { capacity: 15, refillPerSecond: 3 };
/** IAM publishes none. One account has one such bucket for all regions, and people use its console. */
const IAM: BucketLimit = { capacity: 20, refillPerSecond: 5 };
/** EventBridge quotas: every action but PutEvents, 50 a second. */
const EVENTS = perSecond(50);
/** Quotas for EventBridge Scheduler: 250 in its smaller regions, and 10 for groups and listings. */
const SCHEDULES = perSecond(250);
const SCHEDULE_GROUPS = perSecond(10);
/** CloudWatch Logs quotas name 10 for making, removing and describing groups; keeping is taken for alike. */
const LOGS = perSecond(10);
/** CloudWatch quotas; its metrics may be asked for 400 times a second, and have the usual bucket. */
const ALARM_CHANGES = perSecond(3);
const ALARM_READS = perSecond(9);

/** Of the actions of lib/aws/scheduling; a test holds them complete. */
export const SCHEDULING_LIMITS: ReadonlyArray<readonly [action: string, limit: BucketLimit]> = [
  ...each(IAM, "GetRole", "CreateRole", "UpdateAssumeRolePolicy", "GetRolePolicy"),
  ...each(IAM, "PutRolePolicy", "DeleteRolePolicy", "ListRolePolicies"),
  ...each(IAM, "ListAttachedRolePolicies", "DeleteRole"),
  ...each(LAMBDA, "GetFunctionConfiguration", "CreateFunction", "UpdateFunctionCode"),
  ...each(LAMBDA, "UpdateFunctionConfiguration", "DeleteFunction", "GetPolicy"),
  ...each(LAMBDA, "GetFunctionEventInvokeConfig", "PutFunctionEventInvokeConfig"),
  ...each(LAMBDA, "DeleteFunctionEventInvokeConfig", "AddPermission", "RemovePermission"),
  ...each(EVENTS, "DescribeRule", "ListRules", "PutRule", "ListTargetsByRule"),
  ...each(EVENTS, "PutTargets", "RemoveTargets", "DeleteRule"),
  ...each(SCHEDULE_GROUPS, "GetScheduleGroup", "CreateScheduleGroup", "DeleteScheduleGroup"),
  ...each(SCHEDULE_GROUPS, "ListSchedules"),
  ...each(SCHEDULES, "GetSchedule", "CreateSchedule", "UpdateSchedule", "DeleteSchedule"),
  ...each(LOGS, "DescribeLogGroups", "CreateLogGroup", "PutRetentionPolicy", "DeleteLogGroup"),
  ...each(ALARM_READS, "DescribeAlarms"),
  ...each(ALARM_CHANGES, "PutMetricAlarm", "DeleteAlarms"),
  ...each({ capacity: 100, refillPerSecond: 20 }, "GetMetricStatistics"),
];

function each(limit: BucketLimit, ...actions: readonly string[]) {
  return actions.map((action) => [action, limit] as const);
}
