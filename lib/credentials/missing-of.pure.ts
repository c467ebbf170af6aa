import { toIamAction } from "../aws/iam-statement.pure";
import type { CheckedPermissions } from "../db/schema/accounts";

/** IAM's names of the actions that are needed and that AWS said it may not do. */
export function missingOf(permissions: CheckedPermissions | null): string[] {
  if (permissions === null) return [];
  const { items, schedule } = permissions;
  const missing = items.filter(isMissing).map(({ action }) => toIamAction(action));
  if (!schedule?.inUse) return missing;
  return [
    ...new Set([...missing, ...schedule.items.filter(isMissing).map(({ action }) => action)]),
  ];
}

function isMissing({ state }: CheckedPermissions["items"][number]): boolean {
  return state === "missing";
}
