import type { Clock } from "../clock";
import type { Queryable } from "../db/client";
import type { SettingKey, Settings } from "./setting-keys";
import { readSetting } from "./settings.repo";

/** How old what a process knows of a setting may be: it acts everywhere within this time. */
const FRESH_MS = 2_000;

/**
 * A setting for what asks often: read at most every two seconds, and once for all who ask at the
 * same time. What was read last holds while the database cannot be read.
 */
export function liveSetting<Key extends SettingKey>(
  deps: { read: Queryable; clock: Clock },
  key: Key,
): () => Promise<Settings[Key]> {
  let known: { value: Settings[Key]; readAt: number } | null = null;
  let reading: Promise<Settings[Key]> | null = null;
  const readNow = async (): Promise<Settings[Key]> => {
    try {
      const value = await readSetting(deps.read, key);
      known = { value, readAt: deps.clock.now() };
      return value;
    } catch (error) {
      if (known) return known.value;
      throw error;
    } finally {
      reading = null;
    }
  };
  return async () => {
    if (known && Math.abs(deps.clock.now() - known.readAt) < FRESH_MS) return known.value;
    reading ??= readNow();
    return reading;
  };
}
