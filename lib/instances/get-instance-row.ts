import type { Context } from "#lib/context";
import type { Queryable } from "#lib/db/client";
import { NotFoundError } from "#lib/errors";
import type { InstanceDto } from "./dto";
import { findInstance, listInstanceSchedules, type InstanceRow } from "./instance.repo";
import { toInstanceDto } from "./to-instance-dto";

export async function getInstanceRow(q: Queryable, ctx: Context, id: string): Promise<InstanceRow> {
  const now = ctx.runtime.clock.now();
  const row = await findInstance(q, { id, accounts: ctx.accounts, now });
  if (!row) throw new NotFoundError("The instance");
  return row;
}

/** Not one that was removed: nothing can be changed about it but adding it again. */
export async function getProtectedRow(
  q: Queryable,
  ctx: Context,
  id: string,
): Promise<InstanceRow> {
  const row = await getInstanceRow(q, ctx, id);
  if (row.instance.removedAt !== null) throw new NotFoundError("The instance");
  return row;
}

export async function getInstanceDto(q: Queryable, ctx: Context, id: string): Promise<InstanceDto> {
  const row = await getInstanceRow(q, ctx, id);
  return toInstanceDto(row, await listInstanceSchedules(q, [id]));
}
