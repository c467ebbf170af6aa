import { adoptedCause } from "../alerts/backup-cause.pure";
import { raiseAlert } from "../alerts/raise-alert";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { confirmNeeded } from "./accounts.repo";

/** AWS has what the records never asked for: with it, retention waits for a person. */
export async function askToConfirm(tx: Tx, ctx: Context, accountRef: string): Promise<void> {
  const account = await confirmNeeded(tx, accountRef);
  await raiseAlert(tx, ctx, {
    cause: adoptedCause(accountRef),
    kind: "reconcile.adopted",
    severity: "warning",
    accountRef,
    title: `Images of account ${account} were adopted`,
    message:
      "AWS held images of ours that no record knew: somebody adopted them, or the database was rebuilt or restored. Nothing of this account is removed by a policy until you confirm it.",
    suggestion: "Look through its instances, policies and holds, then confirm the account.",
    link: "/findings",
  });
}
