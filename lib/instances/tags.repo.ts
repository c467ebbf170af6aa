import { eq } from "drizzle-orm";
import { instanceTags } from "#lib/db/schema/index";
import type { Tx } from "#lib/db/tx";

/** The rows that filters look tags up in; called by every write of `instances.tags`. */
export async function replaceTags(
  tx: Tx,
  instanceRef: string,
  tags: Readonly<Record<string, string>>,
): Promise<void> {
  await tx.delete(instanceTags).where(eq(instanceTags.instanceRef, instanceRef));
  const rows = Object.entries(tags).map(([key, value]) => ({ instanceRef, key, value }));
  if (rows.length > 0) await tx.insert(instanceTags).values(rows);
}
