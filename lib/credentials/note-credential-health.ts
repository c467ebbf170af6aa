import { alertOnCredential } from "#lib/alerts/alert-on-credential";
import { recordAudit } from "#lib/audit/record-audit";
import { AwsCallError } from "#lib/aws/aws-call-error";
import { EXPIRED_CODES } from "#lib/aws/aws-codes.pure";
import type { Context } from "#lib/context";
import type { Tx } from "#lib/db/tx";
import { emitEvent } from "#lib/events/emit-event";
import { findCredential, patchCredential } from "./credential.repo";
import { readKeysVersion } from "./read-keys-version";

/**
 * What a job has met of a credential: keys that AWS no longer knows are marked so that the
 * dashboard says it, and cleared when they work again where they are at home.
 */
export async function noteCredentialHealth(
  ctx: Context,
  met: { credentialId: string; region: string; error: AwsCallError | null },
): Promise<void> {
  const { db } = ctx.runtime;
  const version = await readKeysVersion(db.read, met.credentialId);
  const known = await findCredential(db.read, { id: met.credentialId, accounts: "all" });
  if (!known) return;
  if (met.error === null) {
    const cleared = known.validationError !== null && met.region === known.defaultRegion;
    if (cleared) await db.write((tx) => mark(tx, ctx, { id: known.id, version, error: null }));
    return;
  }
  const error = isRefusal(met.error) ? await askWhoItIs(ctx, known.id) : null;
  if (error === null || error.message === known.validationError) return;
  await db.write((tx) => mark(tx, ctx, { id: known.id, version, error }));
}

/** A refusal may concern one region or action; the keys are bad if AWS refuses to know them. */
async function askWhoItIs(ctx: Context, credentialId: string): Promise<AwsCallError | null> {
  try {
    await ctx.runtime.aws.identifySaved(credentialId);
    return null;
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    return isRefusal(error) ? error : null;
  }
}

function isRefusal(error: AwsCallError): boolean {
  return (
    error.outcome === "refused" ||
    EXPIRED_CODES.has(error.awsCode) ||
    // The process has lost its own: nothing that rests on them can work.
    error.awsCode === "NoOwnKeys"
  );
}

async function mark(
  tx: Tx,
  ctx: Context,
  { id, version, error }: { id: string; version: string; error: AwsCallError | null },
): Promise<void> {
  const row = await findCredential(tx, { id, accounts: "all" });
  if (!row || (await readKeysVersion(tx, id)) !== version) return;
  const validationError = error?.message ?? null;
  await patchCredential(tx, id, { validationError, validatedAt: ctx.runtime.clock.now() });
  await recordAudit(tx, ctx, {
    action: error ? "credential.refused" : "credential.works-again",
    targetType: "credential",
    targetId: id,
    accountRef: row.accountRef,
    after: { code: error?.awsCode ?? null },
  });
  await alertOnCredential(tx, ctx, { credential: row, error: validationError });
  const { accountRef } = row;
  await emitEvent(ctx.runtime, tx, { type: "credential.changed", entityId: id, accountRef });
}
