import type { z } from "zod";
import { requirePermission } from "../auth/require-permission";
import { inChunks } from "../aws/ec2/filter-value.pure";
import type { Context } from "../context";
import { getCredentialRow } from "../credentials/get-credential-row";
import type { Tx } from "../db/tx";
import { findInstanceByAwsId } from "../instances/instance.repo";
import { toSeenColumns } from "../instances/seen-columns";
import { storeInstance } from "../instances/store-instance";
import { listByIds, patchDiscovered, type DiscoveredRow } from "./discovered.repo";
import { discoveryChanged } from "./discovery-changed";
import type { ItemOutcomeDto, ManyOutcomesDto } from "./dto";
import { inspectMany, type Inspected } from "./inspect-many";
import { isVisible } from "./is-visible";
import { refusedBy, toItem, toOutcomes, unknownItem } from "./outcomes";
import { ProtectDiscoveredInput } from "./schemas";

type Wanted = z.output<typeof ProtectDiscoveredInput>;

/** Rows of one write: others get their turn in between. */
const PER_WRITE = 20;

/** Protects many at once, after AWS has shown them; each item's fate is told, and none is protected twice. */
export async function protectDiscovered(
  ctx: Context,
  input: ProtectDiscoveredInput,
): Promise<ManyOutcomesDto> {
  requirePermission(ctx, "instances.write");
  const wanted = ProtectDiscoveredInput.parse(input);
  if (wanted.retentionPolicyId !== undefined) requirePermission(ctx, "policies.write");
  const { db } = ctx.runtime;
  const ids = [...new Set(wanted.discoveredIds)];
  const rows = [...(await listByIds(db.read, ids)).values()].filter((row) => isVisible(ctx, row));
  const fates = new Map<string, ItemOutcomeDto>();
  const open: DiscoveredRow[] = [];
  for (const row of rows) {
    const protectedId = await findProtected(ctx, row);
    if (protectedId === null) open.push(row);
    else fates.set(row.id, toItem(row, "already", { protectedId }));
  }
  const good: Inspected[] = [];
  for (const inspected of await inspectMany(ctx, open)) {
    const { row } = inspected;
    if ("error" in inspected) fates.set(row.id, refusedBy(row, inspected.error));
    else good.push(inspected);
  }
  for (const part of inChunks(good, PER_WRITE)) {
    const stored = await db.write((tx) => store(tx, ctx, { part, wanted }));
    for (const fate of stored) fates.set(fate.discoveredId, fate);
  }
  return toOutcomes(ids.map((id) => fates.get(id) ?? unknownItem(id)));
}

async function findProtected(ctx: Context, row: DiscoveredRow): Promise<string | null> {
  const known = await findInstanceByAwsId(ctx.runtime.db.read, row);
  return known && known.removedAt === null ? known.id : null;
}

async function store(
  tx: Tx,
  ctx: Context,
  { part, wanted }: { part: readonly Inspected[]; wanted: Wanted },
): Promise<ItemOutcomeDto[]> {
  const fates: ItemOutcomeDto[] = [];
  const now = ctx.runtime.clock.now();
  for (const { row, credentialId, instance, volumes } of part) {
    // Again inside the transaction: two people may add the same one, or the credential may go.
    const credential = await getCredentialRow(tx, ctx, credentialId);
    const known = await findInstanceByAwsId(tx, row);
    if (known && known.removedAt === null) {
      fates.push(toItem(row, "already", { protectedId: known.id }));
      continue;
    }
    const { accountRef, region, instanceId } = row;
    const stored = await storeInstance(tx, ctx, {
      accountRef,
      region,
      instanceId,
      credentialId: credential.id,
      removed: known,
      seen: toSeenColumns({ instance, volumes }, now),
      schedules: wanted.schedules ?? ["default"],
      rebootOnBackup: wanted.rebootOnBackup,
      retentionPolicyId: wanted.retentionPolicyId,
    });
    fates.push(toItem(row, "done", { protectedId: stored.id }));
  }
  // Whoever protects it no longer wants it left unprotected.
  await patchDiscovered(
    tx,
    fates.map(({ discoveredId }) => discoveredId),
    {
      ignoredAt: null,
      ignoredBy: null,
    },
  );
  await discoveryChanged(
    tx,
    ctx,
    part.map(({ row }) => row),
  );
  return fates;
}
