import { z } from "zod";
import { RetentionPolicyDto } from "../retention/dto";
import { ScheduleDto } from "../schedules/dto";

export const SettingsDto = z.object({
  /** Instances are added with this one; editing it moves all that follow it. */
  schedule: ScheduleDto,
  /** Stored, and not enforced yet. */
  retention: RetentionPolicyDto,
  /** Whether an instance that is added is rebooted for its backups unless somebody chooses. */
  rebootOnBackup: z.boolean(),
});
export type SettingsDto = z.infer<typeof SettingsDto>;
