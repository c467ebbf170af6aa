import { autoscalingOperations } from "../autoscaling/operations";
import { cloudwatchOperations } from "../cloudwatch/operations";
import { ec2Operations } from "../ec2/operations";
import { eventsOperations } from "../events/operations";
import { iamOperations } from "../iam/operations";
import { lambdaOperations } from "../lambda/operations";
import { lambdaRoutes } from "../lambda/routes";
import { logsOperations } from "../logs/operations";
import { schedulerOperations } from "../scheduler/operations";
import { schedulerRoutes } from "../scheduler/routes";
import { stsOperations } from "../sts/operations";
import { header, type WireRequest } from "../wire/http";
import { jsonProtocol } from "../wire/json";
import {
  autoscalingProtocol,
  CLOUDWATCH_QUERY_CODES,
  cloudwatchQueryProtocol,
  ec2Protocol,
  iamProtocol,
  QUERY_COMMON,
  stsProtocol,
} from "../wire/protocol";
import { restJsonProtocol } from "../wire/rest-json";
import { defineService, type Service } from "./service";

const QUERY_THROTTLE = { code: "Throttling", httpStatus: 400 };

const ec2 = defineService({
  name: "ec2",
  style: "ec2",
  protocol: ec2Protocol,
  operations: ec2Operations,
  common: QUERY_COMMON,
});

const sts = defineService({
  name: "sts",
  style: "query",
  protocol: stsProtocol,
  operations: stsOperations,
  common: QUERY_COMMON,
});

const autoscaling = defineService({
  name: "autoscaling",
  style: "query",
  protocol: autoscalingProtocol,
  operations: autoscalingOperations,
  common: QUERY_COMMON,
});

const iam = defineService({
  name: "iam",
  style: "query",
  throttle: QUERY_THROTTLE,
  protocol: iamProtocol,
  operations: iamOperations,
});

const logs = defineService({
  name: "logs",
  style: "json",
  throttle: { code: "ThrottlingException", httpStatus: 400 },
  protocol: jsonProtocol({
    target: "Logs_20140328",
    version: "1.1",
    invalidCode: "InvalidParameterException",
  }),
  operations: logsOperations,
});

const CLOUDWATCH = { name: "monitoring", prefix: "cloudwatch", throttle: QUERY_THROTTLE };

/** The SDK speaks JSON to CloudWatch, the older AWS CLI Query. */
const cloudwatch = defineService({
  ...CLOUDWATCH,
  style: "json",
  protocol: jsonProtocol({
    target: "GraniteServiceVersion20100801",
    version: "1.0",
    invalidCode: "ValidationException",
    queryCodes: CLOUDWATCH_QUERY_CODES,
  }),
  operations: cloudwatchOperations,
});

const cloudwatchQuery = defineService({
  ...CLOUDWATCH,
  style: "query",
  protocol: cloudwatchQueryProtocol,
  operations: cloudwatchOperations,
});

const events = defineService({
  name: "events",
  style: "json",
  throttle: { code: "ThrottlingException", httpStatus: 400 },
  protocol: jsonProtocol({
    target: "AWSEvents",
    version: "1.1",
    invalidCode: "ValidationException",
  }),
  operations: eventsOperations,
});

const scheduler = defineService({
  name: "scheduler",
  style: "rest",
  throttle: { code: "ThrottlingException", httpStatus: 429 },
  protocol: restJsonProtocol({ routes: schedulerRoutes, invalidCode: "ValidationException" }),
  operations: schedulerOperations,
});

const lambda = defineService({
  name: "lambda",
  style: "rest",
  throttle: { code: "TooManyRequestsException", httpStatus: 429 },
  protocol: restJsonProtocol({ routes: lambdaRoutes, invalidCode: "ValidationException" }),
  operations: lambdaOperations,
});

/** By the service name in the credential scope, which tells them apart on one endpoint. */
const SERVICES: ReadonlyMap<string, Service> = new Map(
  [ec2, sts, autoscaling, iam, logs, cloudwatch, events, scheduler, lambda].map((s) => [s.name, s]),
);

/** An unsigned request names no service; its target or its API version does. */
export function findService(of: {
  signedFor?: string | undefined;
  request: WireRequest;
}): Service | undefined {
  const { signedFor, request } = of;
  const target = header(request, "x-amz-target");
  if (signedFor === cloudwatch.name && target === undefined) return cloudwatchQuery;
  if (signedFor !== undefined) return SERVICES.get(signedFor);
  if (target !== undefined) {
    return target.startsWith("AWSEvents") ? events : target.startsWith("Logs") ? logs : cloudwatch;
  }
  const text = request.body.toString("latin1", 0, 4096);
  if (text.includes("Version=2011-06-15")) return sts;
  if (text.includes("Version=2010-05-08")) return iam;
  return text.includes("Version=2011-01-01") ? autoscaling : ec2;
}

/** A service that is not here (yet): every action of it is invalid, in the shape of Query errors. */
export const unknownService = (name: string): Service =>
  defineService({ name, style: "query", protocol: stsProtocol, operations: {} });
