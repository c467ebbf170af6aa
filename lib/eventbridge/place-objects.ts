import type { FunctionEnvironment } from "#lambda/contract/firing";
import { FUNCTION } from "#lambda/contract/function.pure";
import { functionRole, schedulerRole } from "./documents";
import { alarmName, functionName, logGroupName, roleName, stateRuleName } from "./names.pure";
import { LOG_RETENTION_DAYS, RETRY, type SpecOf } from "./specs";
import { arnsOf, wanted, type PlaceFacts, type WantedObject } from "./wanted-object";

/** What all links of a place share; what Scheduler needs only where one of them uses it. */
export function placeObjects(
  place: PlaceFacts,
  { byScheduler }: { byScheduler: boolean },
): WantedObject[] {
  const { hash, accountId, region, partition, callbackUrl } = place;
  const name = functionName(hash);
  const arns = arnsOf(place);
  const environment: FunctionEnvironment = {
    AMIVAULT_INSTALLATION_ID: place.installationId,
    AMIVAULT_ACCOUNT_ID: accountId,
    AMIVAULT_PLACE_ID: place.placeId,
    AMIVAULT_CALLBACK_KEY: place.keyHash,
    AMIVAULT_FUNCTION_VERSION: place.package.version,
    ...(callbackUrl === null ? {} : { AMIVAULT_CALLBACK_URL: callbackUrl }),
  };
  const functionSpec: SpecOf<"function"> = {
    roleArn: arns.functionRole,
    runtime: place.runtime,
    handler: FUNCTION.handler,
    codeSha256: place.package.sha256Base64,
    timeoutSeconds: FUNCTION.timeoutSeconds,
    memoryMiB: FUNCTION.memoryMiB,
    environment: { ...environment },
    retry: RETRY,
  };
  const alarm: SpecOf<"alarm"> = {
    metricName: "Errors",
    functionName: name,
    statistic: "Sum",
    periodSeconds: 300,
    evaluationPeriods: 1,
    threshold: 1,
    comparison: "GreaterThanOrEqualToThreshold",
    treatMissingData: "notBreaching",
  };
  const objects = [
    wanted("function_role", { name: roleName(hash, region, "function") }, functionRole(place)),
    wanted("log_group", { name: logGroupName(hash) }, { retentionDays: LOG_RETENTION_DAYS }),
    wanted("function", { name }, functionSpec),
    wanted("permission", { name: "amivault-rules" }, {
      statementId: "amivault-rules",
      principal: "events.amazonaws.com",
      sourceArn: `arn:${partition}:events:${region}:${accountId}:rule/amivault-*`,
      sourceAccount: accountId,
    } satisfies SpecOf<"permission">),
    wanted("alarm", { name: alarmName(hash) }, alarm),
  ];
  if (byScheduler) {
    objects.push(
      wanted("scheduler_role", { name: roleName(hash, region, "scheduler") }, schedulerRole(place)),
      wanted("schedule_group", { name }, { state: "ACTIVE" }),
    );
  }
  // Without an address to call, nobody would hear of it.
  if (callbackUrl === null) return objects;
  const stateRule: SpecOf<"state_rule"> = {
    eventPattern: { source: ["aws.ec2"], "detail-type": ["EC2 AMI State Change"] },
    enabled: true,
    otherTargets: [],
    targetArn: arns.function,
  };
  return [...objects, wanted("state_rule", { name: stateRuleName(hash) }, stateRule)];
}
