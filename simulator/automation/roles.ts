import { toCaller, type Caller } from "../core/identity";
import { isDenied } from "../core/permissions";
import type { World } from "../core/world";
import { isAssumableBy, type ServiceRoleQuestion } from "../iam/service-role";

export interface ServiceAct extends ServiceRoleQuestion {
  accountId: string;
  region: string;
  action: string;
  resource: string;
}

/** Whether a service may assume a role now, and with it do something. */
export function mayActAs(act: ServiceAct): boolean {
  const caller = callerOfRole({ ...act, sessionName: act.service.replaceAll(".", "-") });
  if (caller === undefined || !isAssumableBy(act)) return false;
  return !isDenied({ call: { ...act, caller }, action: act.action, resource: act.resource });
}

/** Who a role's session is, without keys that anybody could use. */
export function callerOfRole(of: {
  world: World;
  roleArn: string;
  sessionName: string;
}): Caller | undefined {
  const role = of.world.roles.get(of.roleArn);
  if (role === undefined) return undefined;
  return toCaller({
    accessKeyId: "",
    secretAccessKey: "",
    accountId: role.accountId,
    userName: role.name,
    userId: role.roleId,
    status: "Active",
    session: {
      token: "",
      expiresAt: Infinity,
      role: { arn: role.arn, sessionName: of.sessionName },
    },
  });
}
