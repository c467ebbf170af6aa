import { adoptedCause } from "../alerts/backup-cause.pure";
import { clearAlert } from "../alerts/clear-alert";
import { recordAudit } from "../audit/record-audit";
import { requireAccount, requirePermission } from "../auth/require-permission";
import { writeAs } from "../auth/write-as";
import { toIsoOrNull } from "../clock";
import type { Context } from "../context";
import { NotFoundError } from "../errors";
import { emitEvent } from "../events/emit-event";
import { confirmAccount, selectRetentionAccounts } from "./accounts.repo";
import type { RetentionAccountDto } from "./dto";
import { ConfirmRetentionInput } from "./schemas";

/**
 * A person says that what is recorded of an account is right, and that retention may remove in it:
 * asked once after an update from a version without it, a rebuild or a restore.
 */
export async function confirmRetention(
  ctx: Context,
  input: ConfirmRetentionInput,
): Promise<RetentionAccountDto> {
  requirePermission(ctx, "retention.confirm");
  const { accountRef } = ConfirmRetentionInput.parse(input);
  requireAccount(ctx, accountRef, "The account");
  const { db, clock } = ctx.runtime;
  await writeAs(ctx, async (tx) => {
    if (!(await confirmAccount(tx, { accountRef, now: clock.now() }))) return;
    await recordAudit(tx, ctx, {
      action: "retention.confirm",
      targetType: "account",
      targetId: accountRef,
      accountRef,
    });
    const reason = "A person confirmed the account.";
    await clearAlert(tx, ctx, { cause: adoptedCause(accountRef), reason });
    await emitEvent(ctx.runtime, tx, { type: "policy.changed", entityId: accountRef, accountRef });
  });
  const [account] = await selectRetentionAccounts(db.read, { accounts: [accountRef] });
  if (!account) throw new NotFoundError("The account");
  return { ...account, confirmedAt: toIsoOrNull(account.confirmedAt) };
}

/** Every account the caller may see, by its 12 digits. */
export async function listRetentionAccounts(ctx: Context): Promise<RetentionAccountDto[]> {
  requirePermission(ctx, "policies.read");
  const rows = await selectRetentionAccounts(ctx.runtime.db.read, { accounts: ctx.accounts });
  return rows.map((row) => ({ ...row, confirmedAt: toIsoOrNull(row.confirmedAt) }));
}
