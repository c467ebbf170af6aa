import type { z } from "zod";
import { requirePermission } from "#lib/auth/require-permission";
import { writeAs } from "#lib/auth/write-as";
import type { Context } from "#lib/context";
import type { CredentialRow } from "#lib/credentials/credential.repo";
import { getCredentialRow } from "#lib/credentials/get-credential-row";
import type { Queryable } from "#lib/db/client";
import type { Tx } from "#lib/db/tx";
import { ConflictError, InternalError } from "#lib/errors";
import type { InstanceDto } from "./dto";
import { inspectInstance, type Inspected } from "./inspect-instance";
import { findInstanceByAwsId, type InstanceRecord } from "./instance.repo";
import { AddInstanceInput } from "./schemas";
import { toSeenColumns } from "./seen-columns";
import { storeInstance } from "./store-instance";
import { toChoices } from "./to-choices";

type Wanted = z.output<typeof AddInstanceInput>;

/** Protects an instance, after AWS has shown it; one that was removed comes back with its history. */
export async function addInstance(ctx: Context, input: AddInstanceInput): Promise<InstanceDto> {
  requirePermission(ctx, "instances.write");
  const wanted = AddInstanceInput.parse(input);
  const { db } = ctx.runtime;
  const credential = await getCredentialRow(db.read, ctx, wanted.credentialId);
  await findRemoved(db.read, { wanted, credential });
  const { accountId, defaultRegion: homeRegion } = credential;
  const { found, error } = await inspectInstance(ctx, { ...wanted, accountId, homeRegion });
  if (error !== null) throw error;
  if (!found) throw new InternalError();
  return writeAs(ctx, (tx) => store(tx, ctx, { wanted, found }));
}

async function store(
  tx: Tx,
  ctx: Context,
  { wanted, found }: { wanted: Wanted; found: Inspected },
): Promise<InstanceDto> {
  // Again inside the transaction: two people may add the same one, or the credential may go.
  const credential = await getCredentialRow(tx, ctx, wanted.credentialId);
  const removed = await findRemoved(tx, { wanted, credential });
  return storeInstance(tx, ctx, {
    accountRef: credential.accountRef,
    region: wanted.region,
    instanceId: wanted.instanceId,
    credentialId: credential.id,
    seen: toSeenColumns(found, ctx.runtime.clock.now()),
    removed,
    schedules: toChoices(wanted) ?? ["default"],
    rebootOnBackup: wanted.rebootOnBackup,
  });
}

/** The record of one that was removed; one that is protected is a conflict. */
async function findRemoved(
  q: Queryable,
  { wanted, credential }: { wanted: Wanted; credential: CredentialRow },
): Promise<InstanceRecord | null> {
  const { region, instanceId } = wanted;
  const { accountRef } = credential;
  const known = await findInstanceByAwsId(q, { accountRef, region, instanceId });
  if (!known || known.removedAt !== null) return known;
  throw new ConflictError("This instance is protected already.", {
    reason: "InstanceExists",
    suggestion: "Open it to change its schedule or to back it up now.",
    link: `/instances/${known.id}`,
    fields: { instanceId: ["It is protected already."] },
  });
}
