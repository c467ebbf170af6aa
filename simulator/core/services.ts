import { autoscalingOperations } from "../autoscaling/operations";
import { ec2Operations } from "../ec2/operations";
import { stsOperations } from "../sts/operations";
import {
  autoscalingProtocol,
  ec2Protocol,
  QUERY_COMMON,
  stsProtocol,
  type Protocol,
} from "../wire/protocol";
import type { Operations } from "./operation";

export interface Service {
  name: string;
  protocol: Protocol;
  operations: Operations;
  /** Parameters that every request of the service may carry. */
  common: ReadonlySet<string>;
}

const ec2: Service = {
  name: "ec2",
  protocol: ec2Protocol,
  operations: ec2Operations,
  common: QUERY_COMMON,
};
const sts: Service = {
  name: "sts",
  protocol: stsProtocol,
  operations: stsOperations,
  common: QUERY_COMMON,
};

const autoscaling: Service = {
  name: "autoscaling",
  protocol: autoscalingProtocol,
  operations: autoscalingOperations,
  common: QUERY_COMMON,
};

/** By the service name in the credential scope, which tells them apart on one endpoint. */
const SERVICES: ReadonlyMap<string, Service> = new Map(
  [ec2, sts, autoscaling].map((s) => [s.name, s]),
);

/** An unsigned request names no service; its API version does. */
export function findService(of: {
  signedFor?: string | undefined;
  text: string;
}): Service | undefined {
  if (of.signedFor !== undefined) return SERVICES.get(of.signedFor);
  if (of.text.includes("Version=2011-06-15")) return sts;
  return of.text.includes("Version=2011-01-01") ? autoscaling : ec2;
}

/** A service that is not here (yet): every action of it is invalid, in the shape of Query errors. */
export const unknownService = (name: string): Service => ({
  name,
  protocol: stsProtocol,
  operations: {},
  common: new Set(),
});
