import type { z } from "zod";
import { requirePermission } from "../auth/require-permission";
import { writeAs } from "../auth/write-as";
import { inChunks } from "../aws/ec2/filter-value.pure";
import { toBulkError, toBulkReport, type BulkItemDto, type BulkReportDto } from "../bulk";
import type { Context } from "../context";
import { getCredentialRow } from "../credentials/get-credential-row";
import { whyNotLasting } from "../credentials/lasting-credential";
import type { Tx } from "../db/tx";
import { ForbiddenError, NotFoundError, UnauthorizedError } from "../errors";
import { findInstanceByAwsId } from "../instances/instance.repo";
import { toSeenColumns } from "../instances/seen-columns";
import { storeInstance } from "../instances/store-instance";
import { listByIds, patchDiscovered, type DiscoveredRow } from "./discovered.repo";
import { discoveryChanged } from "./discovery-changed";
import { inspectMany, type Inspected } from "./inspect-many";
import { isVisible } from "./is-visible";
import { doneItem, unknownItem } from "./outcomes";
import { ProtectDiscoveredInput } from "./schemas";

type Wanted = z.output<typeof ProtectDiscoveredInput>;

/** Rows of one write: others get their turn in between. */
const PER_WRITE = 20;
const ALREADY = "It was protected already.";

/** Protects many at once, after AWS has shown them; each item's fate is told, and none is protected twice. */
export async function protectDiscovered(
  ctx: Context,
  input: ProtectDiscoveredInput,
): Promise<BulkReportDto> {
  requirePermission(ctx, "instances.write");
  const wanted = ProtectDiscoveredInput.parse(input);
  if (wanted.retentionPolicyId !== undefined) requirePermission(ctx, "policies.write");
  const { db } = ctx.runtime;
  const ids = [...new Set(wanted.discoveredIds)];
  const rows = [...(await listByIds(db.read, ids)).values()].filter((row) => isVisible(ctx, row));
  const fates = new Map<string, BulkItemDto>();
  const open: DiscoveredRow[] = [];
  for (const row of rows) {
    const protectedId = await findProtected(ctx, row);
    if (protectedId === null) open.push(row);
    else fates.set(row.id, doneItem(row.id, { text: ALREADY, protectedId }));
  }
  const good: Inspected[] = [];
  for (const inspected of await inspectMany(ctx, open)) {
    const { row } = inspected;
    if ("error" in inspected)
      fates.set(row.id, { id: row.id, ok: false, error: toBulkError(ctx, inspected.error) });
    else good.push(inspected);
  }
  for (const part of inChunks(good, PER_WRITE)) {
    for (const fate of await storePart(ctx, { part, wanted })) fates.set(fate.id, fate);
  }
  return toBulkReport(ids.map((id) => fates.get(id) ?? unknownItem(id)));
}

async function findProtected(ctx: Context, row: DiscoveredRow): Promise<string | null> {
  const known = await findInstanceByAwsId(ctx.runtime.db.read, row);
  return known && known.removedAt === null ? known.id : null;
}

/** A credential that goes meanwhile, and whoever asks, cost their own part alone: of parts before it is told. */
const COST_A_PART = [NotFoundError, UnauthorizedError, ForbiddenError];

/** What was asked wrongly costs all. */
async function storePart(
  ctx: Context,
  of: { part: readonly Inspected[]; wanted: Wanted },
): Promise<BulkItemDto[]> {
  try {
    return await writeAs(ctx, (tx) => store(tx, ctx, of));
  } catch (error) {
    if (!COST_A_PART.some((type) => error instanceof type)) throw error;
    return of.part.map(({ row }) => ({ id: row.id, ok: false, error: toBulkError(ctx, error) }));
  }
}

async function store(
  tx: Tx,
  ctx: Context,
  { part, wanted }: { part: readonly Inspected[]; wanted: Wanted },
): Promise<BulkItemDto[]> {
  const fates: BulkItemDto[] = [];
  const now = ctx.runtime.clock.now();
  const schedules = wanted.schedules ?? ["default"];
  for (const { row, credentialId, instance, volumes } of part) {
    // Again inside the transaction: two people may add the same one, or the credential may go.
    const credential = await getCredentialRow(tx, ctx, credentialId);
    const known = await findInstanceByAwsId(tx, row);
    if (known && known.removedAt === null) {
      fates.push(doneItem(row.id, { text: ALREADY, protectedId: known.id }));
      continue;
    }
    const refusal = schedules.length === 0 ? null : await whyNotLasting(tx, credential.id);
    if (refusal) {
      fates.push({ id: row.id, ok: false, error: toBulkError(ctx, refusal) });
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
      schedules,
      rebootOnBackup: wanted.rebootOnBackup,
      retentionPolicyId: wanted.retentionPolicyId,
    });
    fates.push(doneItem(row.id, { protectedId: stored.id }));
  }
  // Whoever protects it no longer wants it left unprotected.
  await patchDiscovered(
    tx,
    fates.filter(({ ok }) => ok).map(({ id }) => id),
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
