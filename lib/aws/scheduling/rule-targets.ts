import {
  ListTargetsByRuleCommand,
  PutTargetsCommand,
  type Target as SdkTarget,
} from "@aws-sdk/client-eventbridge";
import { AwsCallError } from "../aws-call-error";
import { requireAnswer, requireList } from "../call-aws";
import { allPages } from "../ec2/all-pages";
import type { EventsCall } from "./eventbridge";
import type { RuleTarget } from "./scheduling";
import { orNull } from "./service-caller";

/** None for a rule that is not there. */
export async function listTargets(call: EventsCall, Rule: string): Promise<RuleTarget[]> {
  const action = "ListTargetsByRule";
  const listed = allPages({
    action,
    fetch: async (NextToken) => {
      const answer = await call(action, (client, { prepare, options }) =>
        client.send(prepare(new ListTargetsByRuleCommand({ Rule, NextToken })), options),
      );
      const targets = requireList(answer.Targets, { action, what: "targets" });
      return {
        items: targets.map((target) => toTarget(action, target)),
        nextToken: answer.NextToken,
      };
    },
  });
  return (await orNull(listed, "ResourceNotFoundException")) ?? [];
}

export async function putTarget(call: EventsCall, Rule: string, target: RuleTarget): Promise<void> {
  const action = "PutTargets";
  const Targets = [fromTarget(target)];
  const answer = await call(action, (client, { prepare, options }) =>
    client.send(prepare(new PutTargetsCommand({ Rule, Targets })), options),
  );
  requireNoneFailed(action, answer);
}

/** A call about targets succeeds even when one of them was refused. */
export function requireNoneFailed(
  action: string,
  answer: {
    FailedEntryCount?: number | undefined;
    FailedEntries?: ReadonlyArray<{ ErrorCode?: string; ErrorMessage?: string }> | undefined;
  },
): void {
  const count = requireAnswer(answer.FailedEntryCount, { action, what: "count of failures" });
  if (count === 0) return;
  const [failed] = answer.FailedEntries ?? [];
  const code = failed?.ErrorCode ?? "FailedEntry";
  throw new AwsCallError({
    action,
    outcome: "refused",
    awsCode: code,
    message: `EventBridge refused the rule's target (${code}).`,
    suggestion: "Look at the rule in the EventBridge console.",
    ...(failed?.ErrorMessage ? { awsMessage: failed.ErrorMessage } : {}),
  });
}

function fromTarget({ id, arn, inputTemplate, inputPaths, retry }: RuleTarget): SdkTarget {
  const isTemplate = Object.keys(inputPaths).length > 0;
  return {
    Id: id,
    Arn: arn,
    ...(inputTemplate !== null && isTemplate
      ? { InputTransformer: { InputTemplate: inputTemplate, InputPathsMap: { ...inputPaths } } }
      : {}),
    ...(inputTemplate !== null && !isTemplate ? { Input: inputTemplate } : {}),
    ...(retry
      ? {
          RetryPolicy: {
            MaximumEventAgeInSeconds: retry.maximumEventAgeSeconds,
            MaximumRetryAttempts: retry.maximumRetryAttempts,
          },
        }
      : {}),
  };
}

function toTarget(action: string, target: SdkTarget): RuleTarget {
  const { InputTransformer: transformer, RetryPolicy: retry } = target;
  return {
    id: requireAnswer(target.Id, { action, what: "target's id" }),
    arn: requireAnswer(target.Arn, { action, what: "target's ARN" }),
    inputTemplate: transformer?.InputTemplate ?? target.Input ?? null,
    inputPaths: transformer?.InputPathsMap ?? {},
    retry: retry
      ? {
          // AWS's own, where only one of them was set.
          maximumEventAgeSeconds: retry.MaximumEventAgeInSeconds ?? 86_400,
          maximumRetryAttempts: retry.MaximumRetryAttempts ?? 185,
        }
      : null,
  };
}
