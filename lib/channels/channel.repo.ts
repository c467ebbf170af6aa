import { and, asc, eq, isNull } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { channels } from "../db/schema";
import type { Tx } from "../db/tx";

export type ChannelRow = typeof channels.$inferSelect;

const live = isNull(channels.deletedAt);

export async function findChannel(q: Queryable, id: string): Promise<ChannelRow | null> {
  const [row] = await q
    .select()
    .from(channels)
    .where(and(eq(channels.id, id), live));
  return row ?? null;
}

/** All of them: there are a handful. */
export async function listChannelRows(q: Queryable): Promise<ChannelRow[]> {
  return q.select().from(channels).where(live).orderBy(asc(channels.step), asc(channels.name));
}

export async function listEnabledChannels(q: Queryable): Promise<ChannelRow[]> {
  return q
    .select()
    .from(channels)
    .where(and(live, eq(channels.enabled, true)))
    .orderBy(asc(channels.step), asc(channels.id));
}

export async function insertChannel(tx: Tx, row: ChannelRow): Promise<void> {
  await tx.insert(channels).values(row);
}

export async function patchChannel(
  tx: Tx,
  id: string,
  set: Partial<Omit<ChannelRow, "id" | "kind">>,
): Promise<void> {
  await tx.update(channels).set(set).where(eq(channels.id, id));
}
