import { z } from "zod";

/** Every row of the table `settings`. */
export interface Settings {
  "backups.rebootOnBackup": boolean;
}

export type SettingKey = keyof Settings;

/** Their shapes, and what holds while there is no row. */
export const SETTINGS: {
  readonly [Key in SettingKey]: { schema: z.ZodType<Settings[Key]>; fallback: Settings[Key] };
} = {
  "backups.rebootOnBackup": { schema: z.boolean(), fallback: false },
};
