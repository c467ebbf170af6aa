import { z } from "zod";
import { RetentionPolicyDto } from "../retention/dto";
import { ScheduleDto } from "../schedules/dto";

export const SettingsDto = z.object({
  /** Instances are added with this one; editing it moves all that follow it. */
  schedule: ScheduleDto,
  /** The policy of every instance that was given no other. */
  retention: RetentionPolicyDto,
  /** Whether an instance that is added is rebooted for its backups unless somebody chooses. */
  rebootOnBackup: z.boolean(),
});
export type SettingsDto = z.infer<typeof SettingsDto>;
