import { createHash } from "node:crypto";
import type { FunctionEnvironment, Firing } from "#lambda/contract/firing";
import { FUNCTION } from "#lambda/contract/function.pure";
import { windowsOf, type ExclusionWindow } from "../schedules/exclusion.pure";
import { DAY } from "../clock";
import type { EventbridgeKind } from "../db/schema/constants";
import { canonical } from "./compare-specs.pure";
import { convertSchedule } from "./convert-schedule.pure";
import { listOneTimes } from "./one-times.pure";
import { functionRole, schedulerRole } from "./documents";
import { shortHash } from "./installation-hash";
import {
  alarmName,
  firingName,
  functionName,
  logGroupName,
  roleName,
  stateRuleName,
} from "./names.pure";
import { LOG_RETENTION_DAYS, RETRY, type AnySpec, type SpecOf } from "./specs";

/** The account and region, and what holds for everything in it. */
export interface PlaceFacts {
  placeId: string;
  installationId: string;
  /** `installationHash` of it. */
  hash: string;
  partition: string;
  /** 12 digits. */
  accountId: string;
  region: string;
  package: { sha256Base64: string; version: string };
  runtime: string;
  /** Hash of the reports' key, never the key. */
  keyHash: string;
  callbackUrl: string | null;
  /** EventBridge has room for so many rules of links. */
  rulesMax: number;
  now: number;
}

/** A live link of an instance that is to be on EventBridge, none of which rests. */
export interface WantedLink {
  linkId: string;
  instanceRef: string;
  instanceId: string;
  instanceName: string;
  rebootOnBackup: boolean;
  cron: string;
  zone: string;
  spreadMs: number;
  startWindowMs: number;
  scheduleId: string;
  scheduleVersion: number;
  /** It has rules already: it keeps them. */
  hasRules: boolean;
}

export interface WantedObject {
  kind: EventbridgeKind;
  name: string;
  instanceRef: string | null;
  linkId: string | null;
  scheduleVersion: number | null;
  spec: AnySpec;
  specHash: string;
}

/** One-time schedules stand so far ahead: AWS goes on that long without us. */
const AHEAD_MS = 400 * DAY;
/** AWS's limit for a rule's template is 8,192. */
const TEMPLATE_MAX = 8_000;
const SCHEDULED_TIME = "<aws.scheduler.scheduled-time>";

/** Everything that is to be in AWS for these links; nothing where there are none. */
export function wantedObjects(
  place: PlaceFacts,
  links: readonly WantedLink[],
  windows: readonly ExclusionWindow[],
): WantedObject[] {
  const room = { rules: place.rulesMax - links.filter(({ hasRules }) => hasRules).length };
  const firing = links.flatMap((link) => firingObjects(place, { link, windows, room }));
  if (firing.length === 0) return [];
  const instances = new Map(
    firing.map((object) => [object.instanceRef, links.find((l) => l.linkId === object.linkId)]),
  );
  const tags = [...instances].flatMap(([instanceRef, link]) =>
    link
      ? [
          wanted(
            "protect_tag",
            { name: link.instanceId, instanceRef },
            { value: place.installationId },
          ),
        ]
      : [],
  );
  return [...placeObjects(place), ...tags, ...firing];
}

function placeObjects(place: PlaceFacts): WantedObject[] {
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
    wanted("scheduler_role", { name: roleName(hash, region, "scheduler") }, schedulerRole(place)),
    wanted("log_group", { name: logGroupName(hash) }, { retentionDays: LOG_RETENTION_DAYS }),
    wanted("function", { name }, functionSpec),
    wanted("permission", { name: "amivault-rules" }, {
      statementId: "amivault-rules",
      principal: "events.amazonaws.com",
      sourceArn: `arn:${partition}:events:${region}:${accountId}:rule/amivault-*`,
      sourceAccount: accountId,
    } satisfies SpecOf<"permission">),
    wanted("alarm", { name: alarmName(hash) }, alarm),
    wanted("schedule_group", { name }, { state: "ACTIVE" }),
  ];
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

function firingObjects(
  place: PlaceFacts,
  of: { link: WantedLink; windows: readonly ExclusionWindow[]; room: { rules: number } },
): WantedObject[] {
  const { link, room } = of;
  const firing = toFiring(link, of.windows);
  const template = toInput(firing, "<time>");
  const rulesAllowed = template.length <= TEMPLATE_MAX && (link.hasRules || room.rules > 0);
  const conversion = convertSchedule({ ...link, rulesAllowed });
  if (!conversion.ok) return [];
  const arns = arnsOf(place);
  const { instanceRef, linkId, scheduleVersion } = link;
  const nameOf = (suffix: string) => ({
    name: firingName({
      hash: place.hash,
      instanceId: link.instanceId,
      linkHash: shortHash(linkId),
      suffix,
    }),
    instanceRef,
    linkId,
    scheduleVersion,
  });
  if (conversion.by === "rule") {
    if (!link.hasRules) room.rules -= conversion.expressions.length;
    return conversion.expressions.map((expression, index) => {
      const spec: SpecOf<"rule"> = {
        expression,
        enabled: true,
        targetArn: arns.function,
        inputTemplate: template,
        inputPaths: { time: "$.time" },
        otherTargets: [],
        retry: RETRY,
      };
      return wanted("rule", nameOf(String(index + 1)), spec);
    });
  }
  const { timezone, flexibleMinutes } = conversion;
  const shared = {
    enabled: true,
    flexibleMinutes,
    targetArn: arns.function,
    roleArn: arns.schedulerRole,
    input: toInput(firing, SCHEDULED_TIME),
    retry: RETRY,
  };
  const recurring = conversion.expressions.map((expression, index) => {
    const spec: SpecOf<"schedule"> = {
      expression,
      timezone,
      deleteAfterCompletion: false,
      ...shared,
    };
    return wanted("schedule", nameOf(String(index + 1)), spec);
  });
  const range = { from: place.now, to: place.now + AHEAD_MS };
  const once = listOneTimes({ ...link, ...range }).map(({ at, expression }) => {
    const spec: SpecOf<"one_time"> = {
      expression,
      timezone: "UTC",
      deleteAfterCompletion: true,
      ...shared,
    };
    return wanted("one_time", nameOf(`t${(at / 60_000).toString(36)}`), spec);
  });
  return [...recurring, ...once];
}

function toFiring(
  link: WantedLink,
  windows: readonly ExclusionWindow[],
): Omit<Firing, "scheduledTime"> {
  return {
    v: 1,
    type: "backup",
    instanceId: link.instanceId,
    startWindowMs: link.startWindowMs,
    reboot: link.rebootOnBackup,
    name: link.instanceName,
    exclusions: windowsOf(windows, link.scheduleId).map(
      ({ name, cron, zone, startsAt, durationMs }) => ({ name, cron, zone, startsAt, durationMs }),
    ),
  };
}

/** A name with a `<` in it would be read as a variable by AWS. */
function toInput(firing: Omit<Firing, "scheduledTime">, variable: string): string {
  const text = JSON.stringify(firing).replaceAll("<", "\\u003c").replaceAll(">", "\\u003e");
  return `${text.slice(0, -1)},"scheduledTime":"${variable}"}`;
}

export interface PlaceArns {
  function: string;
  functionRole: string;
  schedulerRole: string;
}

export function arnsOf(
  place: Pick<PlaceFacts, "hash" | "region" | "accountId" | "partition">,
): PlaceArns {
  const { hash, region, accountId, partition } = place;
  const role = (of: "function" | "scheduler") =>
    `arn:${partition}:iam::${accountId}:role/${roleName(hash, region, of)}`;
  return {
    function: `arn:${partition}:lambda:${region}:${accountId}:function:${functionName(hash)}`,
    functionRole: role("function"),
    schedulerRole: role("scheduler"),
  };
}

function wanted(
  kind: EventbridgeKind,
  of: { name: string; instanceRef?: string | null; linkId?: string; scheduleVersion?: number },
  spec: AnySpec,
): WantedObject {
  const { name, instanceRef = null, linkId = null, scheduleVersion = null } = of;
  return { kind, name, instanceRef, linkId, scheduleVersion, spec, specHash: specHash(spec) };
}

export function specHash(spec: AnySpec): string {
  return createHash("sha256").update(canonical(spec)).digest("hex").slice(0, 32);
}
