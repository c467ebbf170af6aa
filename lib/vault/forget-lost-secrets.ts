import { giveUpChainKeys } from "../audit/give-up-chain-keys";
import { recordAudit } from "../audit/record-audit";
import { findLost } from "../audit/verify-chain";
import type { Context } from "../context";
import { ConflictError, PreconditionFailedError } from "../errors";
import { checkSecrets, type UnreadableSecret } from "./check-secrets";
import { listKnowingProcesses } from "./known-keys.repo";
import { RING } from "./note-ring";
import { forgetSealed } from "./sealed-secrets.repo";

/**
 * After a key was lost for good: takes away every secret that cannot be read, so that it can be given
 * again, and begins another key of the audit log where that one's is lost. Passwords, records and
 * what can be read stay. `count` is what a person saw that `check` counts: with a wrong ring, which
 * reads nothing, everything would be gone.
 */
export async function forgetLostSecrets(ctx: Context, count: number): Promise<UnreadableSecret[]> {
  const { db, vault, clock } = ctx.runtime;
  const [running] = await listKnowingProcesses(db.read, clock.now());
  if (running) {
    throw new ConflictError(`AMIVault runs: ${running.description}.`, {
      suggestion: "Stop it first: it may have in memory what cannot be read any more.",
    });
  }
  const { unreadable } = await checkSecrets(db.read, vault);
  if (unreadable.length !== count) {
    throw new PreconditionFailedError(
      `${unreadable.length} secrets cannot be read, not ${count}.`,
      {
        suggestion: `Look at them with \`npm run keys -- check\`. If the key is lost for good: npm run keys -- forget-lost ${unreadable.length}`,
      },
    );
  }
  if (count === 0) return [];
  const keyIds = unreadable.filter(({ table }) => table === "audit_keys").map(({ rowId }) => rowId);
  const lost = keyIds.length === 0 ? null : await findLost({ read: db.read, vault });
  await db.write(async (tx) => {
    // First of all: without a key of its own the log takes no entry of the rest.
    if (lost) await giveUpChainKeys(tx, ctx, { keyIds, lost });
    const at = clock.now();
    for (const { table, column, rowId } of unreadable) {
      await forgetSealed(tx, { table, column, rowId, at });
      const place = { column: `${table}.${column}` };
      await recordAudit(tx, ctx, { action: "keys.forget", ...RING, targetId: rowId, after: place });
    }
  });
  return unreadable;
}
