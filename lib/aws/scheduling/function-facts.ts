import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import { requireAnswer } from "../call-aws";
import type { FunctionFacts } from "./scheduling";

export function toFunctionFacts(action: string, answer: FunctionConfiguration): FunctionFacts {
  return {
    name: requireAnswer(answer.FunctionName, { action, what: "function name" }),
    arn: requireAnswer(answer.FunctionArn, { action, what: "ARN" }),
    roleArn: requireAnswer(answer.Role, { action, what: "role" }),
    runtime: answer.Runtime ?? null,
    handler: answer.Handler ?? null,
    codeSha256: requireAnswer(answer.CodeSha256, { action, what: "hash of the code" }),
    timeoutSeconds: requireAnswer(answer.Timeout, { action, what: "timeout" }),
    memoryMiB: requireAnswer(answer.MemorySize, { action, what: "memory size" }),
    environment: answer.Environment?.Variables ?? {},
    description: answer.Description ?? "",
    state: answer.State ?? null,
    lastUpdateStatus: answer.LastUpdateStatus ?? null,
    stateReason: answer.LastUpdateStatusReason || answer.StateReason || null,
  };
}
