import { imageState, type Image } from "../core/model";
import type { World } from "../core/world";
import type { Automation } from "./automation";
import { matchesPattern, readPattern } from "./pattern";
import type { EventRule } from "./model";
import { toSecond } from "./transform";

/** An event as the bus carries it. */
export type BusEvent = Record<string, unknown>;

interface NewEvent {
  world: World;
  there: Automation;
  at: number;
  source: string;
  detailType: string;
  resources: readonly string[];
  detail: unknown;
}

export function newEvent(of: NewEvent): BusEvent {
  return {
    version: "0",
    id: of.world.requestIds.requestId(),
    "detail-type": of.detailType,
    source: of.source,
    account: of.there.accountId,
    time: toSecond(of.at),
    region: of.there.region,
    resources: of.resources,
    detail: of.detail,
  };
}

interface Happening {
  world: World;
  there: Automation;
  at: number;
}

export function scheduledEvent({ rule, ...of }: Happening & { rule: EventRule }): BusEvent {
  return newEvent({
    ...of,
    source: "aws.events",
    detailType: "Scheduled Event",
    resources: [rule.arn],
    detail: {},
  });
}

/** `EC2 AMI State Change`: available, failed, deregistered or disabled. */
export function imageEvent({ image, ...of }: Happening & { image: Image }): BusEvent {
  const { world, there, at } = of;
  const state = imageState({ image, now: at });
  return newEvent({
    ...of,
    source: "aws.ec2",
    detailType: "EC2 AMI State Change",
    resources: [`arn:aws:ec2:${there.region}::image/${image.id}`],
    detail: {
      RequestId: world.requestIds.requestId(),
      ImageId: image.id,
      State: state === "error" || state === "invalid" ? "failed" : state,
      ErrorMessage: state === "available" ? "" : (image.failure?.message ?? ""),
    },
  });
}

export function rulesFor({ there, event }: { there: Automation; event: BusEvent }): EventRule[] {
  return [...there.rules.values()].filter(
    ({ state, eventPattern }) =>
      state === "ENABLED" &&
      eventPattern !== undefined &&
      matchesPattern({ pattern: readPattern(eventPattern), event }),
  );
}
