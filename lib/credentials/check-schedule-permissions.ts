import type { Scheduling } from "#lib/aws/scheduling/scheduling";
import { PROTECT_KEY } from "#lib/aws/scheduling-statements.pure";
import { HOUR } from "#lib/clock";
import type { Context } from "#lib/context";
import type { CheckedPermissions } from "#lib/db/schema/accounts";
import type { CredentialRow } from "./credential.repo";
import type { SubjectLooks } from "./find-permission-subjects";
import { SCHEDULE_PERMISSIONS } from "./schedule-permissions.pure";
import { settle, type Checked } from "./settle-permission";
import { usesEventbridge } from "./uses-eventbridge.repo";

/** Of the names that ours begin with; nothing is called so. */
const NAME = "amivault-permission-check";
const NEVER_TRIED = "AWS cannot be asked about it without doing it.";

/** AWS says whether it may be looked for, whatever is there. */
const READINGS: Readonly<Record<string, (aws: Scheduling, now: number) => Promise<unknown>>> = {
  GetRole: ({ iam }) => iam.findRole(NAME),
  GetRolePolicy: ({ iam }) => iam.findRolePolicy(NAME, NAME),
  ListRolePolicies: ({ iam }) => iam.listRolePolicies(NAME),
  ListAttachedRolePolicies: ({ iam }) => iam.listRolePolicies(NAME),
  GetFunctionConfiguration: ({ lambda }) => lambda.findFunction(NAME),
  GetFunctionEventInvokeConfig: ({ lambda }) => lambda.findEventInvokeConfig(NAME),
  GetPolicy: ({ lambda }) => lambda.listPermissions(NAME),
  DescribeRule: ({ events }) => events.findRule(NAME),
  ListRules: ({ events }) => events.listRules(NAME),
  ListTargetsByRule: ({ events }) => events.listTargets(NAME),
  GetScheduleGroup: ({ scheduler }) => scheduler.findGroup(NAME),
  GetSchedule: ({ scheduler }) => scheduler.findSchedule(NAME, NAME),
  ListSchedules: ({ scheduler }) => scheduler.listSchedules(NAME),
  DescribeLogGroups: ({ logs }) => logs.findLogGroup(`/aws/lambda/${NAME}`),
  DescribeAlarms: ({ cloudwatch }) => cloudwatch.findAlarm(NAME),
  GetMetricStatistics: ({ cloudwatch }, now) =>
    cloudwatch.sumByPeriod({
      functionName: NAME,
      metricName: "Errors",
      from: now - HOUR,
      to: now,
      periodSeconds: 3_600,
    }),
};

/** By action: IAM is one for all regions of an account, and asked in the first of them. */
export type GlobalAnswers = Map<string, Promise<Checked>>;

/**
 * Asks AWS about what EventBridge needs, in a region, by readings of a name that
 * nothing has and by dry runs of a tag.
 */
export async function checkSchedulePermissions(
  ctx: Context,
  of: {
    row: CredentialRow;
    region: string;
    looks: Pick<SubjectLooks, "instance">;
    global: GlobalAnswers;
    /** Of the region. */
    signal: AbortSignal;
    /** Of the whole check: what is one for all regions waits for no region's time. */
    whole: AbortSignal;
  },
): Promise<NonNullable<CheckedPermissions["schedule"]>> {
  const { aws, db } = ctx.runtime;
  const { row, region, looks } = of;

  async function ask(service: string, action: string, signal: AbortSignal): Promise<string | null> {
    const purpose = "schedule";
    const target = { credentialId: row.id, region, purpose, interactive: true, signal } as const;
    if (service === "ec2") {
      const instanceId = await looks.instance();
      if (instanceId === null) return "There is no instance to ask with.";
      const tagging = action === "DeleteTags" ? action : "CreateTags";
      await (await aws.ec2(target)).dryRun({ action: tagging, instanceId, key: PROTECT_KEY });
      return null;
    }
    const reading = READINGS[action];
    if (!reading) return NEVER_TRIED;
    await reading(await aws.scheduling(target), ctx.runtime.clock.now());
    return null;
  }

  async function check(permission: string): Promise<Checked> {
    const [service = "", action = ""] = permission.split(":");
    const signal = service === "iam" ? of.whole : of.signal;
    const { code: _code, ...item } = await settle(
      action,
      () => ask(service, action, signal),
      signal,
    );
    return { ...item, action: permission };
  }

  const items = await Promise.all(
    SCHEDULE_PERMISSIONS.map(({ action }) => {
      if (!action.startsWith("iam:")) return check(action);
      const answer = of.global.get(action) ?? check(action);
      of.global.set(action, answer);
      return answer;
    }),
  );
  return { inUse: await usesEventbridge(db.read, row.accountRef), items };
}
