import type { Operations } from "../core/operation";
import { assumeRole } from "./assume-role";
import { getCallerIdentity } from "./get-caller-identity";

export const stsOperations: Operations = {
  AssumeRole: assumeRole,
  GetCallerIdentity: getCallerIdentity,
};
