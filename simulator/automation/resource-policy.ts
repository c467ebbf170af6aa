import { textPattern } from "../core/text-pattern";
import type { LambdaFunction } from "./model";

export interface ServiceCall {
  fn: LambdaFunction;
  /** `events.amazonaws.com`. */
  service: string;
  sourceArn: string;
  sourceAccount: string;
}

/** Whether the function's own policy lets a service invoke it for that source. */
export function permitsService({ fn, service, sourceArn, sourceAccount }: ServiceCall): boolean {
  return fn.permissions.some(
    (one) =>
      (one.principal === service || one.principal === "*") &&
      textPattern(one.action).test("lambda:InvokeFunction") &&
      (one.sourceArn === undefined || textPattern(one.sourceArn).test(sourceArn)) &&
      (one.sourceAccount ?? sourceAccount) === sourceAccount,
  );
}

/** The policy as GetPolicy and AddPermission show it. */
export function policyDocument(fn: LambdaFunction): Record<string, unknown> {
  return {
    Version: "2012-10-17",
    Id: "default",
    Statement: fn.permissions.map((one) => toStatement({ fn, one })),
  };
}

export function toStatement(of: {
  fn: LambdaFunction;
  one: LambdaFunction["permissions"][number];
}): Record<string, unknown> {
  const { fn, one } = of;
  const condition = {
    ...(one.sourceAccount !== undefined && {
      StringEquals: { "AWS:SourceAccount": one.sourceAccount },
    }),
    ...(one.sourceArn !== undefined && { ArnLike: { "AWS:SourceArn": one.sourceArn } }),
  };
  return {
    Sid: one.id,
    Effect: "Allow",
    Principal: toPrincipal(one.principal),
    Action: one.action,
    Resource: fn.arn,
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
}

function toPrincipal(principal: string): unknown {
  if (principal === "*") return "*";
  if (principal.includes(".")) return { Service: principal };
  return { AWS: /^\d+$/.test(principal) ? `arn:aws:iam::${principal}:root` : principal };
}
