import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { clearAlert } from "./clear-alert";
import { raiseAlert } from "./raise-alert";

const NAMED_MAX = 4;

/** AWS said no to what the features in use need, or yes to all of it (none is missing). */
export async function alertOnPermissions(
  tx: Tx,
  ctx: Context,
  of: {
    credential: { id: string; name: string; accountRef: string };
    missing: readonly string[];
  },
): Promise<void> {
  const { credential, missing } = of;
  const { id, name, accountRef } = credential;
  const cause = `credentials/${id}/permissions`;
  const member = { entityType: "credential", entityId: id };
  if (missing.length === 0) {
    await clearAlert(tx, ctx, { cause, member, reason: "AWS allows all that is needed." });
    return;
  }
  const more = missing.length - NAMED_MAX;
  const named = missing.slice(0, NAMED_MAX).join(", ") + (more > 0 ? ` and ${more} more` : "");
  const message = `It may not do ${named}.`;
  await raiseAlert(tx, ctx, {
    cause,
    kind: "credentials.limited",
    severity: "warning",
    accountRef,
    title: `The credential “${name}” lacks permissions`,
    message,
    suggestion: "Its page has the IAM statements to add; check it again then.",
    link: `/credentials/${id}`,
    member: { ...member, accountRef, message: `${name}: ${message}` },
  });
}
