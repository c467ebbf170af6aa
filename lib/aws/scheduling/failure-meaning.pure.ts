import type { Failure } from "../classify-failure";

export type SchedulingService = "iam" | "lambda" | "events" | "scheduler" | "logs" | "cloudwatch";

/** What stands in for AWS does not have the service, or not the action. */
const UNKNOWN_ACTION_CODES: ReadonlySet<string> = new Set([
  "UnknownOperationException",
  "UnknownOperation",
  "InvalidAction",
  "NotImplemented",
  "NotImplementedException",
  "UnknownService",
]);

/** Quotas that are used up; elsewhere AWS calls a throttle by the first of these names. */
const QUOTA_CODES: ReadonlySet<string> = new Set([
  "LimitExceededException",
  "LimitExceeded",
  "LimitExceededFault",
  "ServiceQuotaExceededException",
  "CodeStorageExceededException",
  "PolicyLengthExceededException",
]);

/** Somebody else, or an earlier call, is not done with it: nothing happened. */
const BUSY_CODES: ReadonlySet<string> = new Set([
  "ConcurrentModificationException",
  "ConcurrentModification",
  "OperationAbortedException",
  "PreconditionFailedException",
]);

/** What these services mean by codes that say something else with EC2. */
export function meaningFor(options: {
  service: SchedulingService;
  /** Something else than AWS answers. */
  emulated: boolean;
}): (failure: Failure, action: string) => Failure {
  return (failure, action) => {
    if (options.emulated && isUnknownHere(failure)) return refused(failure, "NotSupportedHere");
    const { code } = failure;
    if (QUOTA_CODES.has(code)) {
      return refused(failure, action === "PutRule" ? "TooManyRules" : "QuotaExceeded");
    }
    if (BUSY_CODES.has(code)) return later(failure, "UpdateInProgress");
    switch (options.service) {
      case "lambda":
        return lambdaMeaning(failure);
      case "scheduler":
        return namesRole(failure) && code === "ValidationException"
          ? later(failure, "RoleNotAssumable")
          : failure;
      default:
        return failure;
    }
  };
}

function isUnknownHere({ code, httpStatus }: Failure): boolean {
  if (UNKNOWN_ACTION_CODES.has(code)) return true;
  const unnamed = code === "UnreadableAnswer";
  return unnamed && (httpStatus === 404 || httpStatus === 405 || httpStatus === 501);
}

function lambdaMeaning(failure: Failure): Failure {
  return withoutEnvironment(lambdaCode(failure));
}

/** Lambda quotes what it does not take, and the function's environment has the key of its reports. */
function withoutEnvironment(failure: Failure): Failure {
  const isQuoted = /environment/i.test(failure.awsMessage ?? "");
  return isQuoted ? { ...failure, awsMessage: undefined } : failure;
}

/**
 * Lambda has one code for every value it does not like: only its text tells a role that IAM has not
 * spread yet from a runtime that is over. Another text is a plain refusal, and quoted as such.
 */
function lambdaCode(failure: Failure): Failure {
  switch (failure.code) {
    case "ResourceConflictException":
    case "ResourceNotReadyException":
      return later(failure, "UpdateInProgress");
    case "InvalidParameterValueException":
    case "ValidationException":
      if (namesRole(failure) || isNewToKms(failure)) return later(failure, "RoleNotAssumable");
      return /\bruntime\b/i.test(failure.awsMessage ?? "")
        ? refused(failure, "RuntimeNotSupported")
        : failure;
    default:
      return failure;
  }
}

function namesRole({ awsMessage = "" }: Failure): boolean {
  return /\brole\b/i.test(awsMessage) && /\bassume/i.test(awsMessage);
}

/** KMS, which keeps the environment, has not heard of the new role either. */
function isNewToKms({ awsMessage = "" }: Failure): boolean {
  return /\bKMS key is invalid for CreateGrant\b/i.test(awsMessage);
}

function refused(failure: Failure, code: string): Failure {
  return { ...failure, outcome: "refused", code };
}

function later(failure: Failure, code: string): Failure {
  return { ...failure, outcome: "later", code };
}
