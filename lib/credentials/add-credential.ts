import { recordAudit } from "#lib/audit/record-audit";
import { requirePermission } from "#lib/auth/require-permission";
import { requireStillActing } from "#lib/auth/require-still-acting";
import { secretPlace } from "#lib/aws/credential-store";
import type { CallerIdentity } from "#lib/aws/aws";
import { userIdOf, type Context } from "#lib/context";
import type { Queryable } from "#lib/db/client";
import type { Tx } from "#lib/db/tx";
import { ForbiddenError } from "#lib/errors";
import { emitEvent } from "#lib/events/emit-event";
import { newId } from "#lib/ids";
import type { z } from "zod";
import { findOrAddAccount } from "./account.repo";
import { checkGiven } from "./check-credential";
import { findCredentialByName, insertCredential } from "./credential.repo";
import type { CredentialDto } from "./dto";
import { withExternalId } from "./external-id";
import { getCredentialRow } from "./get-credential-row";
import { endOf, requireKeyForm, toGiven, toSecretMaterial } from "./given-credential";
import { nameTaken, toNameConflict } from "./name-taken";
import { AddCredentialInput } from "./schemas";
import { toAudited, toCredentialDto } from "./to-credential-dto";

type Wanted = z.output<typeof AddCredentialInput>;

/** Nothing is stored before AWS has said who the keys are and let them read. */
export async function addCredential(
  ctx: Context,
  input: AddCredentialInput,
): Promise<CredentialDto> {
  requirePermission(ctx, "credentials.write");
  const parsed = AddCredentialInput.parse(input);
  const wanted = await withExternalId(ctx, parsed, { own: null, field: "externalId" });
  const { aws, config, db } = ctx.runtime;
  requireKeyForm(config, wanted);
  if (await findCredentialByName(db.read, wanted.name)) throw nameTaken();
  await requireSource(db.read, ctx, wanted);
  const identity = await checkGiven(aws, toGiven(wanted), wanted.region);
  try {
    return await db.write((tx) => insert(tx, ctx, { wanted, identity }));
  } catch (error) {
    throw toNameConflict(error);
  }
}

/** The saved credential that the role is to be assumed with. */
async function requireSource(q: Queryable, ctx: Context, wanted: Wanted): Promise<void> {
  if (wanted.kind !== "assume_role" || wanted.sourceCredentialId === undefined) return;
  await getCredentialRow(q, ctx, wanted.sourceCredentialId);
}

async function insert(
  tx: Tx,
  ctx: Context,
  { wanted, identity }: { wanted: Wanted; identity: CallerIdentity },
): Promise<CredentialDto> {
  const { runtime } = ctx;
  await requireStillActing(tx, ctx);
  // It may have been deleted while AWS was asked: nothing rested on it then.
  await requireSource(tx, ctx, wanted);
  const { account } = await findOrAddAccount(tx, runtime, identity);
  requireOwnAccount(ctx, account.id);
  const id = newId("crd", runtime.clock.now(), runtime.random);
  await insertCredential(tx, toRecord(ctx, { id, wanted, identity, accountRef: account.id }));
  const row = await getCredentialRow(tx, ctx, id);
  await recordAudit(tx, ctx, {
    action: "credential.add",
    targetType: "credential",
    targetId: id,
    accountRef: account.id,
    after: toAudited(row),
  });
  await emitEvent(runtime, tx, {
    type: "credential.changed",
    entityId: id,
    accountRef: account.id,
  });
  return toCredentialDto(row, 0);
}

function toRecord(
  ctx: Context,
  input: { id: string; wanted: Wanted; identity: CallerIdentity; accountRef: string },
) {
  const { id, wanted, identity, accountRef } = input;
  const { clock, vault } = ctx.runtime;
  const now = clock.now();
  const secret = toSecretMaterial(wanted);
  const role = wanted.kind === "assume_role" ? wanted : null;
  return {
    id,
    accountRef,
    name: wanted.name,
    kind: wanted.kind,
    defaultRegion: wanted.region,
    accessKeyIdLast4: secret?.accessKeyId.slice(-4) ?? null,
    secret: secret && vault.seal(JSON.stringify(secret), secretPlace(id)),
    sourceCredentialId: role?.sourceCredentialId ?? null,
    roleArn: role?.roleArn ?? null,
    externalId: role?.externalId ?? null,
    hasSessionToken: secret?.sessionToken !== undefined,
    expiresAt: endOf(wanted),
    callerArn: identity.arn,
    validatedAt: now,
    validationError: null,
    permissions: null,
    createdBy: userIdOf(ctx.actor),
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
  };
}

/** Whoever may act in some accounts only cannot bring in another one. */
function requireOwnAccount(ctx: Context, accountRef: string): void {
  if (ctx.accounts === "all" || ctx.accounts.includes(accountRef)) return;
  throw new ForbiddenError("These keys reach an account that you may not act in.");
}
