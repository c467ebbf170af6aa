import { toIamAction } from "../aws/iam-statement.pure";
import type { CheckedPermissions, CheckedPlace } from "../db/schema/accounts";
import { NEEDED_PERMISSIONS } from "./needed-permissions.pure";

type Checked = CheckedPermissions["items"][number];

const FOR_REMOVAL: ReadonlySet<string> = new Set(
  NEEDED_PERMISSIONS.filter(({ feature }) => feature === "deletion").map(({ action }) => action),
);

/** IAM's names of the actions that are needed and that AWS said it may not do. */
export function missingOf(permissions: CheckedPermissions | null): string[] {
  if (permissions === null) return [];
  const { removes = true } = permissions;
  const missing = placesOf(permissions).flatMap(({ items, schedule }) => [
    ...items
      .filter((item) => isMissing(item) && (removes || !FOR_REMOVAL.has(item.action)))
      .map(({ action }) => toIamAction(action)),
    ...(schedule?.inUse ? schedule.items.filter(isMissing).map(({ action }) => action) : []),
  ]);
  return [...new Set(missing)];
}

export const OUT_OF_TIME = "It could not be asked: AWS did not answer in time.";

/** Checks before it was noted have their sentence alone. */
export function isUnanswered({ note, unanswered }: Checked): boolean {
  return unanswered === true || note === OUT_OF_TIME;
}

/** Regions of which AWS did not answer everything: what may be done there is not known. */
export function unansweredIn(permissions: CheckedPermissions | null): string[] {
  if (permissions === null) return [];
  return placesOf(permissions)
    .filter(({ items, schedule }) => [...items, ...(schedule?.items ?? [])].some(isUnanswered))
    .map(({ region }) => region);
}

/** Every region that was asked, the credential's own first. */
export function placesOf(permissions: CheckedPermissions): CheckedPlace[] {
  const { region, items, schedule, elsewhere = [] } = permissions;
  return [{ region, items, ...(schedule ? { schedule } : {}) }, ...elsewhere];
}

function isMissing({ state }: Checked): boolean {
  return state === "missing";
}
