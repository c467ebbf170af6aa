import { SCHEDULING_ACTIONS } from "../aws/scheduling-statements.pure";

export interface SchedulePermission {
  /** IAM's name. */
  action: string;
  /** What the product does with it, after “to …”. */
  why: string;
}

const WHY: Readonly<Record<string, string>> = {
  iam: "keep the roles of the function and of Scheduler",
  lambda: "keep the function that makes backups",
  events: "keep the rules that start it",
  scheduler: "keep the schedules of other time zones",
  logs: "keep what the function says for 14 days",
  cloudwatch: "watch whether the function fails",
};

/** What is needed besides where EventBridge starts backups. */
export const SCHEDULE_PERMISSIONS: readonly SchedulePermission[] = [
  ...SCHEDULING_ACTIONS.map((action) => ({ action, why: WHY[action.split(":")[0] ?? ""] ?? "" })),
  { action: "iam:PassRole", why: "hand these roles to Lambda and Scheduler" },
  { action: "ec2:CreateTags", why: "mark the instances that the function may make images of" },
  { action: "ec2:DeleteTags", why: "take that mark away" },
];
