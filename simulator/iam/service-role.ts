import { isIamRole, type IamRole } from "../core/managed-role";
import { authorizeAs, type CallFacts } from "../core/operation";
import type { World } from "../core/world";
import { parseDocument } from "../policy/document";
import { evaluateTrust } from "../policy/evaluate";

export type AssumingService = "lambda.amazonaws.com" | "scheduler.amazonaws.com";

export interface ServiceRoleQuestion {
  world: World;
  roleArn: string;
  service: AssumingService;
  /** On whose behalf; Lambda names neither. */
  sourceAccount?: string | undefined;
  sourceArn?: string | undefined;
}

/**
 * Whether a service can assume a role now: it exists, is old enough, and its trust policy lets the
 * service. A role of the control API trusts services that are named among its `trusts`.
 */
export function isAssumableBy(question: ServiceRoleQuestion): boolean {
  const { world, roleArn, service } = question;
  const role = world.roles.get(roleArn);
  if (role === undefined) return false;
  if (!isIamRole(role)) return role.trusts.includes(service);
  if (world.now() < role.managed.assumableAt) return false;
  return trusts({ role, question });
}

function trusts({ role, question }: { role: IamRole; question: ServiceRoleQuestion }): boolean {
  const { service, sourceAccount, sourceArn } = question;
  const context = new Map<string, string[]>();
  if (sourceAccount !== undefined) context.set("aws:sourceaccount", [sourceAccount]);
  if (sourceArn !== undefined) context.set("aws:sourcearn", [sourceArn]);
  const document = parseDocument(role.managed.trustPolicy);
  const principal = { kind: "Service" as const, names: [service] };
  return evaluateTrust({ document, principal, context }) === "allow";
}

/** Whoever gives a service a role must be allowed to pass it on. */
export function requirePassRole(of: {
  call: CallFacts;
  roleArn: string;
  service: AssumingService;
}): void {
  const { call, roleArn, service } = of;
  const facts = { keys: { "iam:PassedToService": service } };
  authorizeAs({ call, action: "iam:PassRole", resource: roleArn, facts });
}
