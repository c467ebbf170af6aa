import { toIamAction } from "../aws/iam-statement.pure";
import type { CheckedPermissions } from "../db/schema/accounts";

/** IAM's names of the actions that AWS said it may not do. */
export function missingOf(permissions: CheckedPermissions | null): string[] {
  const missing = permissions?.items.filter(({ state }) => state === "missing") ?? [];
  return missing.map(({ action }) => toIamAction(action));
}
