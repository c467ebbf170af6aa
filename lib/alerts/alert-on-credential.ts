import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { credentialCause, credentialWords } from "./backup-cause.pure";
import { clearAlert } from "./clear-alert";
import { raiseAlert } from "./raise-alert";

/** AWS refuses the credential, or knows it again (null). Instances that it failed stay members. */
export async function alertOnCredential(
  tx: Tx,
  ctx: Context,
  of: { credential: { id: string; name: string; accountRef: string }; error: string | null },
): Promise<void> {
  const { credential, error } = of;
  const member = { entityType: "credential", entityId: credential.id };
  if (error === null) {
    const cause = credentialCause(credential.id);
    await clearAlert(tx, ctx, { cause, member, reason: "AWS accepts the credential again." });
    return;
  }
  const { accountRef } = credential;
  await raiseAlert(tx, ctx, {
    ...credentialWords(credential),
    accountRef,
    message: error,
    member: { ...member, accountRef, message: `${credential.name}: ${error}` },
  });
}
