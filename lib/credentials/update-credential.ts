import type { z } from "zod";
import { alertOnCredential } from "#lib/alerts/alert-on-credential";
import { recordAudit } from "#lib/audit/record-audit";
import { requirePermission } from "#lib/auth/require-permission";
import { requireStillActing } from "#lib/auth/require-still-acting";
import type { CallerIdentity } from "#lib/aws/aws";
import { secretPlace } from "#lib/aws/credential-store";
import { toInputError } from "#lib/aws/to-input-error";
import type { Context } from "#lib/context";
import { onCommit, type Tx } from "#lib/db/tx";
import type { Queryable } from "#lib/db/client";
import { ConflictError } from "#lib/errors";
import { emitEvent } from "#lib/events/emit-event";
import { seesAccount } from "./account.repo";
import { checkGiven, checkReading } from "./check-credential";
import { patchCredential, type CredentialRecord, type CredentialRow } from "./credential.repo";
import type { CredentialDto } from "./dto";
import { withExternalId } from "./external-id";
import { getCredentialDto, getCredentialRow } from "./get-credential-row";
import { endOf, requireKeyForm, toGiven, toSecretMaterial } from "./given-credential";
import { toNameConflict } from "./name-taken";
import { requireEnabledRegion } from "./require-enabled-region";
import { whyNotLasting } from "./lasting-credential";
import { requireNoCircle } from "./require-no-circle";
import { findResting } from "./resting-schedules.repo";
import { UpdateCredentialInput } from "./schemas";
import { toAudited } from "./to-credential-dto";

type Changes = z.output<typeof UpdateCredentialInput>;

/** New keys and a new region are tried before they are stored; the account stays what it is. */
export async function updateCredential(
  ctx: Context,
  input: UpdateCredentialInput,
): Promise<CredentialDto> {
  requirePermission(ctx, "credentials.write");
  const parsed = UpdateCredentialInput.parse(input);
  const { db } = ctx.runtime;
  const row = await getCredentialRow(db.read, ctx, parsed.credentialId);
  const changes = await settle(ctx, row, parsed);
  const identity = await tryChanges(ctx, row, changes);
  try {
    return await db.write((tx) => write(tx, ctx, { changes, identity }));
  } catch (error) {
    throw toNameConflict(error);
  }
}

/** With the external id that its role is assumed with from now on. */
async function settle(ctx: Context, row: CredentialRow, changes: Changes): Promise<Changes> {
  const { keys } = changes;
  if (!keys) return changes;
  const of = { own: row.externalId, field: "keys.externalId" };
  return { ...changes, keys: await withExternalId(ctx, keys, of) };
}

/** Who the new keys are; null where there are none. */
async function tryChanges(
  ctx: Context,
  row: CredentialRow,
  changes: Changes,
): Promise<CallerIdentity | null> {
  const { aws, config, db } = ctx.runtime;
  const { keys } = changes;
  const region = changes.region ?? row.defaultRegion;
  if (!keys) {
    if (region !== row.defaultRegion) await tryRegion(ctx, row, region);
    return null;
  }
  requireKeyForm(config, keys);
  await requireSource(db.read, ctx, changes);
  const identity = await checkGiven(aws, toGiven(keys), region);
  // Whose the process's own keys are is not known to whoever chooses them.
  const isTold = keys.kind !== "default_chain" || (await seesAccount(db.read, ctx, identity));
  requireSameAccount(row, identity, { isTold });
  return identity;
}

/** The saved credential that its role is to be assumed with is there, and does not rest on it. */
async function requireSource(
  q: Queryable,
  ctx: Context,
  { credentialId, keys }: Changes,
): Promise<void> {
  if (keys?.kind !== "assume_role" || keys.sourceCredentialId === undefined) return;
  await requireNoCircle(q, ctx, { id: credentialId, sourceId: keys.sourceCredentialId });
}

async function tryRegion(ctx: Context, row: CredentialRow, region: string): Promise<void> {
  const { aws } = ctx.runtime;
  try {
    const reading = { credentialId: row.id, purpose: "read", interactive: true } as const;
    await requireEnabledRegion(await aws.ec2({ ...reading, region: row.defaultRegion }), region);
    await checkReading(await aws.ec2({ ...reading, region }), region);
  } catch (error) {
    throw toInputError(error, ["region"]);
  }
}

/** Instances and backups belong to an account: keys of another would orphan them. */
export function requireSameAccount(
  row: CredentialRow,
  identity: CallerIdentity,
  { isTold } = { isTold: true },
): void {
  if (identity.accountId === row.accountId && identity.partition === row.partition) return;
  const other = isTold ? `account ${identity.accountId}` : "another account";
  throw new ConflictError(
    `These keys belong to ${other}, this credential to account ${row.accountId}.`,
    {
      reason: "OtherAccount",
      suggestion: "Add them as a credential of their own.",
      fields: { "keys.accessKeyId": [`They belong to ${other}.`] },
    },
  );
}

async function write(
  tx: Tx,
  ctx: Context,
  { changes, identity }: { changes: Changes; identity: CallerIdentity | null },
): Promise<CredentialDto> {
  const { runtime } = ctx;
  await requireStillActing(tx, ctx);
  const before = await getCredentialRow(tx, ctx, changes.credentialId);
  // Another credential may have been changed or deleted while AWS was asked.
  await requireSource(tx, ctx, changes);
  await patchCredential(tx, before.id, toPatch(ctx, { before, changes, identity }));
  const after = await getCredentialRow(tx, ctx, before.id);
  await requireNothingRests(tx, ctx, after.id);
  if (identity) await alertOnCredential(tx, ctx, { credential: after, error: null });
  await recordAudit(tx, ctx, {
    action: identity ? "credential.rotate" : "credential.update",
    targetType: "credential",
    targetId: before.id,
    accountRef: before.accountRef,
    before: toAudited(before),
    after: toAudited(after),
  });
  await emitEvent(runtime, tx, {
    type: "credential.changed",
    entityId: before.id,
    accountRef: before.accountRef,
  });
  onCommit(tx, () => runtime.aws.forget(before.id));
  return getCredentialDto(tx, ctx, before.id);
}

/** Keys that end by themselves, its own or its source's, are none for what runs by itself. */
async function requireNothingRests(
  q: Queryable,
  { accounts }: Context,
  credentialId: string,
): Promise<void> {
  const cause = await whyNotLasting(q, credentialId);
  const resting = cause && (await findResting(q, credentialId));
  if (!resting) return;
  // A role in another account may be assumed with it.
  const isSeen = accounts === "all" || accounts.includes(resting.accountRef);
  const whose = isSeen
    ? `of ${resting.name || resting.instanceId} for one`
    : "of accounts that you may not see";
  throw new ConflictError(
    `Scheduled backups rest on this credential, ${whose}, and temporary keys end by themselves.`,
    {
      reason: "TemporaryCredential",
      suggestion: "Rotate it with a role or an access key that lasts.",
      cause,
    },
  );
}

function toPatch(
  ctx: Context,
  input: { before: CredentialRow; changes: Changes; identity: CallerIdentity | null },
): Partial<CredentialRecord> {
  const { before, changes, identity } = input;
  const movesRegion = changes.region !== undefined && changes.region !== before.defaultRegion;
  const { clock, vault } = ctx.runtime;
  const now = clock.now();
  const { keys } = changes;
  const patch: Partial<CredentialRecord> = {
    updatedAt: now,
    ...(changes.name === undefined ? {} : { name: changes.name }),
    ...(changes.region === undefined ? {} : { defaultRegion: changes.region }),
    ...(keys || movesRegion ? { permissions: null, keysVersion: before.keysVersion + 1 } : {}),
  };
  if (!keys || !identity) return patch;
  const secret = toSecretMaterial(keys);
  const role = keys.kind === "assume_role" ? keys : null;
  return {
    ...patch,
    kind: keys.kind,
    hasSessionToken: secret?.sessionToken !== undefined,
    expiresAt: endOf(keys),
    accessKeyIdLast4: secret?.accessKeyId.slice(-4) ?? null,
    secret: secret && vault.seal(JSON.stringify(secret), secretPlace(before.id)),
    sourceCredentialId: role?.sourceCredentialId ?? null,
    roleArn: role?.roleArn ?? null,
    externalId: role?.externalId ?? null,
    callerArn: identity.arn,
    validatedAt: now,
    validationError: null,
  };
}
