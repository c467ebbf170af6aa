import type { Schedule, ScheduleTarget } from "../automation/model";
import { isAssumableBy, requirePassRole } from "../iam/service-role";
import { readRetry } from "../events/targets";
import { readExpression } from "../scheduling/expression";
import { isZone } from "../scheduling/zone";
import { groupArn, invalid, type SchedulerCall } from "./call";

export type ScheduleSpec = Pick<
  Schedule,
  | "expression"
  | "timezone"
  | "description"
  | "state"
  | "startAt"
  | "endAt"
  | "flexibleMinutes"
  | "afterCompletion"
  | "kmsKeyArn"
  | "target"
>;

/** What Create- and UpdateSchedule give alike. */
export function readSpec(call: SchedulerCall): ScheduleSpec {
  const { params } = call;
  const expression = params.required("ScheduleExpression");
  checkExpression(expression);
  const timezone = params.text("ScheduleExpressionTimezone") || "UTC";
  if (!isZone(timezone)) throw invalid("Invalid ScheduleExpressionTimezone.");
  const [startAt, endAt] = [params.instant("StartDate"), params.instant("EndDate")];
  if (endAt !== undefined && endAt < (startAt ?? call.now)) {
    throw invalid("The EndDate you specify must come after the StartDate, and in the future.");
  }
  return {
    expression,
    timezone,
    startAt,
    endAt,
    description: params.text("Description"),
    state: readChoice(call, "State", ["ENABLED", "DISABLED"]),
    flexibleMinutes: readWindow(call),
    afterCompletion: readChoice(call, "ActionAfterCompletion", ["NONE", "DELETE"]),
    kmsKeyArn: params.text("KmsKeyArn"),
    target: readTarget(call),
  };
}

function checkExpression(expression: string): void {
  try {
    readExpression(expression);
  } catch {
    throw invalid(`Invalid Schedule Expression ${expression}.`);
  }
}

/** One of a few words; the first where none is given. */
function readChoice<T extends string>(
  { params }: SchedulerCall,
  member: string,
  choices: readonly [T, ...T[]],
): T {
  const word = params.text(member);
  if (word === undefined) return choices[0];
  const choice = choices.find((one) => one === word);
  if (choice === undefined) {
    throw params.invalid(member, `satisfy enum value set: [${choices.join(", ")}]`);
  }
  return choice;
}

function readWindow({ params }: SchedulerCall): number | null {
  const window = params.structure("FlexibleTimeWindow");
  if (window === undefined) throw params.invalid("FlexibleTimeWindow", "not be null");
  const minutes = window.integer("MaximumWindowInMinutes");
  const mode = window.required("Mode");
  if (mode === "OFF") {
    if (minutes === undefined) return null;
    throw invalid("MaximumWindowInMinutes can not be set when the FlexibleTimeWindow is OFF.");
  }
  if (mode !== "FLEXIBLE") throw window.invalid("Mode", "satisfy enum value set: [OFF, FLEXIBLE]");
  if (minutes !== undefined && minutes >= 1 && minutes <= 1440) return minutes;
  throw window.invalid("MaximumWindowInMinutes", "have value from 1 to 1440");
}

function readTarget(call: SchedulerCall): ScheduleTarget {
  const { params, world, there, accountId } = call;
  const target = params.structure("Target");
  if (target === undefined) throw params.invalid("Target", "not be null");
  const roleArn = target.required("RoleArn");
  const arn = target.required("Arn");
  if (!/^arn:aws[\w-]*:/.test(arn)) throw invalid("Provided Arn is not in correct format.");
  const service = "scheduler.amazonaws.com";
  requirePassRole({ call, roleArn, service });
  const sourceArn = groupArn(there, params.text("GroupName") ?? "default");
  if (!isAssumableBy({ world, roleArn, service, sourceAccount: accountId, sourceArn })) {
    throw invalid(
      "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.",
    );
  }
  return {
    arn,
    roleArn,
    input: target.text("Input"),
    retry: readRetry(target.structure("RetryPolicy")),
    deadLetterArn: target.structure("DeadLetterConfig")?.text("Arn"),
  };
}
