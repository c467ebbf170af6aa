import { z } from "zod";

/** Every row of the table `settings`. */
export interface Settings {
  "backups.rebootOnBackup": boolean;
  /** How long an alert waits for somebody to acknowledge it before the next step is told. */
  "alerts.escalateAfterMinutes": number;
}

export type SettingKey = keyof Settings;

/** Their shapes, and what holds while there is no row. */
export const SETTINGS: {
  readonly [Key in SettingKey]: { schema: z.ZodType<Settings[Key]>; fallback: Settings[Key] };
} = {
  "backups.rebootOnBackup": { schema: z.boolean(), fallback: false },
  "alerts.escalateAfterMinutes": { schema: z.number().int().min(1).max(1_440), fallback: 15 },
};
