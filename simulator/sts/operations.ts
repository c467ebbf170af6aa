import type { Operations } from "../core/operation";
import { getCallerIdentity } from "./get-caller-identity";

export const stsOperations: Operations = {
  GetCallerIdentity: getCallerIdentity,
};
