import { consoleUrl, instanceConsoleUrl, logConsoleUrl } from "../backups/console-links.pure";
import type { EventbridgeKind } from "../db/schema/constants";

/** The object's page in the AWS console, or null for a partition whose console we do not know. */
export function objectConsoleUrl(
  object: { kind: EventbridgeKind; name: string },
  at: { region: string; partition: string; functionName: string },
): string | null {
  const name = encodeURIComponent(object.name);
  const group = encodeURIComponent(at.functionName);
  switch (object.kind) {
    case "function_role":
    case "scheduler_role":
      return consoleUrl(at, "iam", `/roles/details/${name}`);
    case "log_group":
      return logConsoleUrl({ ...at, groupName: object.name });
    case "function":
    case "permission":
      return consoleUrl(at, "lambda", `/functions/${group}`);
    case "alarm":
      return consoleUrl(at, "cloudwatch", `alarmsV2:alarm/${name}`);
    case "state_rule":
    case "rule":
      return consoleUrl(at, "events", `/eventbus/default/rules/${name}`);
    case "schedule_group":
      return consoleUrl(at, "scheduler", `schedule-groups/${name}`);
    case "schedule":
    case "one_time":
      return consoleUrl(at, "scheduler", `schedules/${group}/${name}`);
    case "protect_tag":
      return instanceConsoleUrl({ ...at, instanceId: object.name });
  }
}
