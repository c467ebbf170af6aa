import { alertOnCredential } from "#lib/alerts/alert-on-credential";
import { alertOnPermissions } from "#lib/alerts/alert-on-permissions";
import { recordAudit } from "#lib/audit/record-audit";
import { requirePermission } from "#lib/auth/require-permission";
import { writeAs } from "#lib/auth/write-as";
import type { Context } from "#lib/context";
import type { Queryable } from "#lib/db/client";
import { onCommit } from "#lib/db/tx";
import { ConflictError } from "#lib/errors";
import { listReaders } from "#lib/backups/reader.repo";
import { listLeftInAws } from "#lib/eventbridge/places.repo";
import { emitEvent } from "#lib/events/emit-event";
import { countUses, findUsers, patchCredential } from "./credential.repo";
import { getCredentialRow } from "./get-credential-row";
import { CredentialRef } from "./schemas";
import { toAudited } from "./to-credential-dto";

const NAMED_MAX = 5;

/** The record stays for the audit log, its secret is erased; refused while something needs it. */
export async function deleteCredential(ctx: Context, input: CredentialRef): Promise<void> {
  requirePermission(ctx, "credentials.write");
  const { credentialId } = CredentialRef.parse(input);
  const { runtime } = ctx;
  await writeAs(ctx, async (tx) => {
    const row = await getCredentialRow(tx, ctx, credentialId);
    await requireUnused(tx, ctx, row.id);
    await requireNothingInAws(tx, row);
    const now = runtime.clock.now();
    await patchCredential(tx, row.id, { secret: null, deletedAt: now, updatedAt: now });
    await alertOnCredential(tx, ctx, { credential: row, error: null });
    await alertOnPermissions(tx, ctx, { credential: row, missing: [] });
    await recordAudit(tx, ctx, {
      action: "credential.delete",
      targetType: "credential",
      targetId: row.id,
      accountRef: row.accountRef,
      before: toAudited(row),
    });
    await emitEvent(runtime, tx, {
      type: "credential.changed",
      entityId: row.id,
      accountRef: row.accountRef,
      data: { deleted: true },
    });
    onCommit(tx, () => runtime.aws.forget(row.id));
  });
}

async function requireUnused(
  q: Queryable,
  { accounts }: Context,
  credentialId: string,
): Promise<void> {
  const users = await findUsers(q, { credentialId, accounts, limit: NAMED_MAX });
  const uses = (await countUses(q, [credentialId])).get(credentialId) ?? 0;
  if (uses > 0) {
    throw new ConflictError(
      `${uses === 1 ? "One instance is" : `${uses} instances are`} backed up with this credential: ${listed(users.instances, uses)}.`,
      {
        reason: "CredentialInUse",
        suggestion: "Give them another credential of the same account first, or remove them.",
        link: `/instances?credentialId=${credentialId}`,
      },
    );
  }
  const assumed = toAssumedText(users);
  if (assumed === null) return;
  throw new ConflictError(assumed, {
    reason: "CredentialInUse",
    suggestion: "Give them another source first, or delete them.",
  });
}

/** Null where no role is assumed with it. */
function toAssumedText({
  credentials: names,
  hasHidden,
}: {
  credentials: readonly string[];
  hasHidden: boolean;
}): string | null {
  if (names.length === 0) {
    return hasHidden
      ? "Roles of accounts that you may not see are assumed with this credential."
      : null;
  }
  const others = hasHidden ? "; so are roles of accounts that you may not see" : "";
  return `Roles are assumed with this credential: ${names.join(", ")}${others}.`;
}

function listed(names: readonly string[], count: number): string {
  const more = count - names.length;
  return more > 0 ? `${names.join(", ")} and ${more} more` : names.join(", ");
}

/** The last way into an account stays until AWS has nothing of ours there that fires by itself. */
async function requireNothingInAws(
  q: Queryable,
  { id, accountRef }: { id: string; accountRef: string },
): Promise<void> {
  const others = (await listReaders(q, accountRef)).filter((other) => other !== id);
  if (others.length > 0) return;
  const [left] = await listLeftInAws(q, accountRef);
  if (!left) return;
  throw new ConflictError(
    `AWS still has ${left.count} objects of ours in ${left.region} that start backups by EventBridge, and this is the last credential of the account.`,
    {
      reason: "CredentialInUse",
      suggestion:
        "They are taken away by themselves while the credential works; if it does not, forget them on their page first.",
      link: `/schedules/aws/${left.placeId}`,
    },
  );
}
