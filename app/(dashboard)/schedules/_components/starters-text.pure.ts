import type { ScheduleDto } from "#lib/schedules/dto";

/** Who starts the backups of a schedule's instances, whole on a line each; null where nothing follows it. */
export function toStartersText(
  schedule: Pick<ScheduleDto, "instanceCount" | "awsInstanceCount">,
): string | null {
  const { instanceCount, awsInstanceCount: byAws } = schedule;
  if (instanceCount === 0) return null;
  if (byAws === 0) return "AMIVault";
  if (byAws === instanceCount) return "AWS";
  return `AWS\u00A0${byAws}, AMIVault\u00A0${instanceCount - byAws}`;
}

/** The same as a sentence, where AWS starts some. */
export function toStartedBy(
  schedule: Pick<ScheduleDto, "instanceCount" | "awsInstanceCount">,
): string {
  const { instanceCount, awsInstanceCount: byAws } = schedule;
  if (byAws === instanceCount) return "AWS starts their backups.";
  return `AWS starts the backups of ${byAws}, AMIVault those of ${instanceCount - byAws}.`;
}
