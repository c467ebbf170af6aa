import { eq } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { settings } from "../db/schema";
import type { Tx } from "../db/tx";
import { SETTINGS, type SettingKey, type Settings } from "./setting-keys";

/** What is stored and of the right shape, else the fallback. */
export async function readSetting<Key extends SettingKey>(
  q: Queryable,
  key: Key,
): Promise<Settings[Key]> {
  const { schema, fallback } = SETTINGS[key];
  const [row] = await q.select().from(settings).where(eq(settings.key, key)).limit(1);
  const stored = schema.safeParse(row?.value);
  return stored.success ? stored.data : fallback;
}

export async function writeSetting<Key extends SettingKey>(
  tx: Tx,
  row: { key: Key; value: Settings[Key]; updatedAt: number; updatedBy: string | null },
): Promise<void> {
  const { key, ...rest } = row;
  await tx
    .insert(settings)
    .values(row)
    .onConflictDoUpdate({ target: settings.key, set: { ...rest, key } });
}
