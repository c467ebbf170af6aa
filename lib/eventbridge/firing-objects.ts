import type { Firing } from "#lambda/contract/firing";
import type { Conversion, OneTime } from "./conversion";
import { shortHash } from "./installation-hash";
import { firingName } from "./names.pure";
import { RETRY, type SpecOf } from "./specs";
import {
  arnsOf,
  wanted,
  type PlaceFacts,
  type WantedLink,
  type WantedObject,
} from "./wanted-object";

/** AWS's limit for a rule's template is 8,192. */
const TEMPLATE_MAX = 8_000;
const SCHEDULED_TIME = "<aws.scheduler.scheduled-time>";

type Told = Extract<Conversion, { ok: true }>;
type Sent = Omit<Firing, "scheduledTime">;

/** What fires a link's moments by rules; null where AWS would not take what they send. */
export function ruleObjects(
  place: PlaceFacts,
  of: { link: WantedLink; told: Told; exclusions: Sent["exclusions"] },
): WantedObject[] | null {
  const { link, told } = of;
  const template = toInput(toFiring(link, of.exclusions), "<time>");
  if (template.length > TEMPLATE_MAX) return null;
  const targetArn = arnsOf(place).function;
  return told.expressions.map((expression, index) => {
    const spec: SpecOf<"rule"> = {
      expression,
      enabled: true,
      targetArn,
      inputTemplate: template,
      inputPaths: { time: "$.time" },
      otherTargets: [],
      retry: RETRY,
    };
    return wanted("rule", nameOf(place, link, String(index + 1)), spec);
  });
}

/** By EventBridge Scheduler, with what its recurring schedules leave out. */
export function scheduleObjects(
  place: PlaceFacts,
  of: {
    link: WantedLink;
    told: Extract<Told, { by: "scheduler" }>;
    oneTimes: readonly OneTime[];
    exclusions: Sent["exclusions"];
  },
): WantedObject[] {
  const { link, told } = of;
  const arns = arnsOf(place);
  const shared = {
    enabled: true,
    flexibleMinutes: told.flexibleMinutes,
    targetArn: arns.function,
    roleArn: arns.schedulerRole,
    input: toInput(toFiring(link, of.exclusions), SCHEDULED_TIME),
    retry: RETRY,
  };
  const recurring = told.expressions.map((expression, index) => {
    const spec: SpecOf<"schedule"> = {
      expression,
      timezone: told.timezone,
      deleteAfterCompletion: false,
      ...shared,
    };
    return wanted("schedule", nameOf(place, link, String(index + 1)), spec);
  });
  const once = of.oneTimes.map(({ at, expression }) => {
    const spec: SpecOf<"one_time"> = {
      expression,
      timezone: "UTC",
      deleteAfterCompletion: true,
      ...shared,
    };
    const named = nameOf(place, link, `t${(at / 60_000).toString(36)}`);
    return wanted("one_time", { ...named, isPast: at <= place.now }, spec);
  });
  return [...recurring, ...once];
}

function nameOf(place: PlaceFacts, link: WantedLink, suffix: string) {
  const { instanceRef, instanceId, linkId, scheduleVersion } = link;
  const linkHash = shortHash(linkId);
  const name = firingName({ hash: place.hash, instanceId, linkHash, suffix });
  return { name, instanceRef, linkId, scheduleVersion };
}

function toFiring(link: WantedLink, exclusions: Sent["exclusions"]): Sent {
  return {
    v: 1,
    type: "backup",
    instanceId: link.instanceId,
    startWindowMs: link.startWindowMs,
    reboot: link.rebootOnBackup,
    name: link.instanceName,
    exclusions,
  };
}

/** A name with a `<` in it would be read as a variable by AWS. */
function toInput(firing: Sent, variable: string): string {
  const text = JSON.stringify(firing).replaceAll("<", "\\u003c").replaceAll(">", "\\u003e");
  return `${text.slice(0, -1)},"scheduledTime":"${variable}"}`;
}
