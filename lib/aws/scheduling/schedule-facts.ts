import type { GetScheduleCommandOutput } from "@aws-sdk/client-scheduler";
import { requireAnswer } from "../call-aws";
import type { ScheduleFacts, ScheduleInput } from "./scheduling";

export function fromScheduleInput(input: ScheduleInput) {
  return {
    Name: input.name,
    GroupName: input.group,
    Description: input.description,
    ScheduleExpression: input.expression,
    ScheduleExpressionTimezone: input.timezone,
    State: "ENABLED" as const,
    FlexibleTimeWindow:
      input.flexibleMinutes === null
        ? { Mode: "OFF" as const }
        : { Mode: "FLEXIBLE" as const, MaximumWindowInMinutes: input.flexibleMinutes },
    ActionAfterCompletion: input.deleteAfterCompletion ? ("DELETE" as const) : ("NONE" as const),
    Target: {
      Arn: input.targetArn,
      RoleArn: input.roleArn,
      Input: input.input,
      RetryPolicy: {
        MaximumEventAgeInSeconds: input.retry.maximumEventAgeSeconds,
        MaximumRetryAttempts: input.retry.maximumRetryAttempts,
      },
    },
  };
}

export function toScheduleFacts(action: string, answer: GetScheduleCommandOutput): ScheduleFacts {
  const target = requireAnswer(answer.Target, { action, what: "target" });
  const { FlexibleTimeWindow: window } = answer;
  return {
    name: requireAnswer(answer.Name, { action, what: "schedule's name" }),
    group: requireAnswer(answer.GroupName, { action, what: "group" }),
    arn: requireAnswer(answer.Arn, { action, what: "ARN" }),
    expression: requireAnswer(answer.ScheduleExpression, { action, what: "expression" }),
    // AWS's own values, where nothing was given.
    timezone: answer.ScheduleExpressionTimezone ?? "UTC",
    description: answer.Description ?? "",
    enabled: requireAnswer(answer.State, { action, what: "state" }) !== "DISABLED",
    flexibleMinutes: window?.Mode === "FLEXIBLE" ? (window.MaximumWindowInMinutes ?? null) : null,
    targetArn: requireAnswer(target.Arn, { action, what: "target's ARN" }),
    roleArn: requireAnswer(target.RoleArn, { action, what: "target's role" }),
    input: target.Input ?? "",
    retry: {
      maximumEventAgeSeconds: target.RetryPolicy?.MaximumEventAgeInSeconds ?? 86_400,
      maximumRetryAttempts: target.RetryPolicy?.MaximumRetryAttempts ?? 185,
    },
    deleteAfterCompletion: answer.ActionAfterCompletion === "DELETE",
  };
}
