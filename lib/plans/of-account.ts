import { traceAwsAccount } from "../aws/request-trace";
import type { PlanItemRow } from "./plan-row";

/** Items of one place: entries about them name the requests that were sent to their account alone. */
export function ofAccount<T>(items: readonly PlanItemRow[], work: () => T): T {
  const [first] = items;
  return first ? traceAwsAccount(first.accountRef, work) : work();
}
