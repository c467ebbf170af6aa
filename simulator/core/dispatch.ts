import { AwsError } from "./errors";
import type { Operation } from "./operation";
import type { Service } from "./services";
import type { Params } from "../wire/params";

/** The operation a request names, with no parameter that AWS would not know. */
export function findOperation(of: { service: Service; action: string; params: Params }): Operation {
  const { service, action, params } = of;
  const operation = Object.hasOwn(service.operations, action)
    ? service.operations[action]
    : undefined;
  if (operation === undefined) {
    throw new AwsError("InvalidAction", `The action ${action} is not valid for this web service.`);
  }
  const stranger = params
    .names()
    .find((name) => !service.common.has(name) && !operation.params.includes(name));
  if (stranger !== undefined) {
    throw new AwsError("UnknownParameter", `The parameter ${stranger} is not recognized`);
  }
  return operation;
}
