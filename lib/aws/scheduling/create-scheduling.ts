import type { CallTarget } from "../call-aws";
import { hostOf, iamRegion, type AwsHost } from "../partition.pure";
import { createCloudWatch } from "./cloudwatch";
import { createEventBridge } from "./eventbridge";
import { meaningFor, type SchedulingService } from "./failure-meaning.pure";
import { createIam } from "./iam";
import { createLambda } from "./lambda";
import { createLogs } from "./logs";
import { createScheduler } from "./scheduler";
import type { Scheduling } from "./scheduling";
import type { CallerOptions } from "./service-caller";

export interface SchedulingOptions extends Omit<CallerOptions, "target"> {
  target: Omit<CallTarget, "host" | "answers" | "meaning">;
}

const HOSTS: Readonly<Record<SchedulingService, AwsHost>> = {
  iam: "iam",
  lambda: "lambda",
  events: "events",
  scheduler: "scheduler",
  logs: "logs",
  cloudwatch: "monitoring",
};

export function createScheduling(options: SchedulingOptions): Scheduling {
  const via = (service: SchedulingService): CallerOptions => {
    const { endpoint, target } = options;
    const region = service === "iam" ? iamRegion(target.partition) : target.region;
    return {
      ...options,
      target: {
        ...target,
        region,
        host: hostOf({ service: HOSTS[service], region, endpoint }),
        answers: service === "iam" ? "xml" : "json",
        meaning: meaningFor({ service, emulated: endpoint !== undefined }),
      },
    };
  };
  return {
    iam: createIam(via("iam")),
    lambda: createLambda(via("lambda")),
    events: createEventBridge(via("events")),
    scheduler: createScheduler(via("scheduler")),
    logs: createLogs(via("logs")),
    cloudwatch: createCloudWatch(via("cloudwatch")),
  };
}
