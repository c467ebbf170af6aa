import { AwsCallError } from "#lib/aws/aws-call-error";
import { SPECS, type SpecOf } from "../specs";
import { DESCRIPTION, ownerTags, seenAs, waitForRole, type ObjectKind } from "./kind";

type Spec = SpecOf<"schedule">;

/** Of EventBridge Scheduler: again and again, or once. */
export const schedule: ObjectKind<Spec> = {
  schema: SPECS.schedule,
  async look({ scheduling: { scheduler }, names }, { name }) {
    const found = await scheduler.findSchedule(names.schedulerGroup, name);
    if (!found) return null;
    const { expression, timezone, enabled, flexibleMinutes, targetArn, roleArn, input } = found;
    const { retry, deleteAfterCompletion } = found;
    return seenAs({
      expression,
      timezone,
      enabled,
      flexibleMinutes,
      targetArn,
      roleArn,
      input,
      retry,
      deleteAfterCompletion,
    });
  },
  async put({ scheduling: { scheduler }, names }, { name, spec }, seen) {
    const { enabled: _, ...rest } = spec;
    const input = { name, group: names.schedulerGroup, description: DESCRIPTION, ...rest };
    try {
      if (seen) await scheduler.updateSchedule(input);
      else await scheduler.createSchedule(input);
      return "done";
    } catch (error) {
      return waitForRole(error);
    }
  },
  async remove({ scheduling: { scheduler }, names }, { name }) {
    await scheduler.deleteSchedule(names.schedulerGroup, name);
    return "done";
  },
};

const GROUP_WAIT_MS = 2_000;

export const scheduleGroup: ObjectKind<SpecOf<"schedule_group">> = {
  schema: SPECS.schedule_group,
  async look({ scheduling: { scheduler } }, { name }) {
    const found = await scheduler.findGroup(name);
    if (!found) return null;
    const isLeaving = found.state === "DELETING";
    const settling = isLeaving ? "AWS is still deleting the schedule group." : null;
    return { ...seenAs({ state: found.state }), settling };
  },
  async put(at, { name }, seen) {
    if (seen)
      return { waitMs: GROUP_WAIT_MS, message: "AWS is still deleting the schedule group." };
    await at.scheduling.scheduler.createGroup(name, ownerTags(at));
    return "done";
  },
  async remove({ scheduling: { scheduler } }, { name }) {
    // AWS would take them along. Ours are gone before their group is.
    const others = await scheduler.listSchedules(name);
    if (others.length > 0) throw foreignSchedules(name, others);
    await scheduler.deleteGroup(name);
    return { waitMs: GROUP_WAIT_MS, message: "AWS is deleting the schedule group." };
  },
};

function foreignSchedules(group: string, schedules: ReadonlyArray<{ name: string }>): AwsCallError {
  const names = schedules.slice(0, NAMED_MAX).map(({ name }) => name);
  return new AwsCallError({
    action: "DeleteScheduleGroup",
    outcome: "refused",
    awsCode: "ForeignSchedules",
    message: `Somebody put schedules into the group ${group}: ${names.join(", ")}.`,
    suggestion: "Move or delete them in EventBridge Scheduler; then the group is removed.",
  });
}

const NAMED_MAX = 5;
