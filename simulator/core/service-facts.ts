import { AwsError } from "./errors";

/** Families of services that word their refusals alike. */
export type ServiceStyle = "ec2" | "query" | "json" | "rest";

export interface ServiceFacts {
  /** As signatures and the call log have it. */
  name: string;
  /** Before the colon in a policy's actions; the name unless said. */
  prefix?: string | undefined;
  style: ServiceStyle;
  /** What it says when there were too many calls; EC2's words unless said. */
  throttle?: { code: string; httpStatus: number } | undefined;
}

export const prefixOf = (service: ServiceFacts): string => service.prefix ?? service.name;

export function throttled({ throttle }: ServiceFacts, code?: string): AwsError {
  return throttle === undefined
    ? new AwsError(code ?? "RequestLimitExceeded", "Request limit exceeded.", 503)
    : new AwsError(code ?? throttle.code, "Rate exceeded", throttle.httpStatus);
}
