import { describe, expect, it } from "vitest";
import type { Failure } from "../classify-failure";
import { OWN_ERROR_WORDS } from "../aws-error-words.pure";
import { meaningFor, type SchedulingService } from "./failure-meaning.pure";

function failure(change: Partial<Failure>): Failure {
  return {
    outcome: "refused",
    code: "ValidationException",
    httpStatus: 400,
    awsMessage: undefined,
    awsRequestId: undefined,
    ...change,
  };
}

const CASES: Array<[SchedulingService, string, Partial<Failure>, string, string]> = [
  [
    "lambda",
    "CreateFunction",
    {
      code: "InvalidParameterValueException",
      awsMessage: "The role defined for the function cannot be assumed by Lambda.",
    },
    "RoleNotAssumable",
    "later",
  ],
  [
    "lambda",
    "CreateFunction",
    {
      code: "InvalidParameterValueException",
      awsMessage:
        "Lambda was unable to configure access to your environment variables because the KMS key is invalid for CreateGrant.",
    },
    "RoleNotAssumable",
    "later",
  ],
  [
    "lambda",
    "CreateFunction",
    {
      code: "InvalidParameterValueException",
      awsMessage:
        "The runtime parameter of nodejs16.x is no longer supported for creating or updating AWS Lambda functions.",
    },
    "RuntimeNotSupported",
    "refused",
  ],
  [
    "lambda",
    "CreateFunction",
    {
      code: "InvalidParameterValueException",
      awsMessage:
        "Value nodejs99.x at 'runtime' failed to satisfy constraint: Member must satisfy enum value set",
    },
    "RuntimeNotSupported",
    "refused",
  ],
  [
    "lambda",
    "CreateFunction",
    { code: "InvalidParameterValueException", awsMessage: "Unzipped size must be smaller" },
    "InvalidParameterValueException",
    "refused",
  ],
  [
    "lambda",
    "UpdateFunctionCode",
    { code: "ResourceConflictException", httpStatus: 409 },
    "UpdateInProgress",
    "later",
  ],
  [
    "scheduler",
    "CreateSchedule",
    {
      awsMessage:
        "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.",
    },
    "RoleNotAssumable",
    "later",
  ],
  [
    "scheduler",
    "CreateSchedule",
    { awsMessage: "Invalid Schedule Expression" },
    "ValidationException",
    "refused",
  ],
  [
    "events",
    "PutRule",
    { code: "LimitExceededException", outcome: "later" },
    "TooManyRules",
    "refused",
  ],
  [
    "logs",
    "CreateLogGroup",
    { code: "LimitExceededException", outcome: "later" },
    "QuotaExceeded",
    "refused",
  ],
  ["events", "PutRule", { code: "ConcurrentModificationException" }, "UpdateInProgress", "later"],
  [
    "events",
    "PutRule",
    { code: "ThrottlingException", outcome: "later" },
    "ThrottlingException",
    "later",
  ],
];

describe("what these services mean", () => {
  it.each(CASES)("%s %s %o is %s, %s", (service, action, change, code, outcome) => {
    const told = meaningFor({ service, emulated: false })(failure(change), action);
    expect({ code: told.code, outcome: told.outcome }).toEqual({ code, outcome });
  });

  it("never repeats the function's environment, which has a key in it", () => {
    const said = failure({
      code: "InvalidParameterValueException",
      awsMessage: "Value '{AMIVAULT_CALLBACK_KEY=secret}' at 'environment.variables' failed",
    });
    const told = meaningFor({ service: "lambda", emulated: false })(said, "CreateFunction");
    expect(JSON.stringify(told)).not.toContain("secret");
  });

  it("has words of its own for each of its own codes", () => {
    const ours = CASES.flatMap(([, , change, code]) =>
      code === failure(change).code ? [] : [code],
    );
    for (const code of [...ours, "NotSupportedHere"]) expect(OWN_ERROR_WORDS).toHaveProperty(code);
  });

  const UNKNOWN: Array<Partial<Failure>> = [
    { code: "UnreadableAnswer", outcome: "unknown", httpStatus: 404 },
    { code: "UnreadableAnswer", outcome: "unknown", httpStatus: 501 },
    { code: "UnknownOperationException", httpStatus: 404 },
    { code: "InvalidAction" },
    { code: "NotImplemented", outcome: "unknown", httpStatus: 501 },
  ];
  it.each(UNKNOWN)(
    "%o is a service that an emulator does not have, and AWS has them all",
    (change) => {
      const said = failure(change);
      const meaning = (emulated: boolean) => meaningFor({ service: "scheduler", emulated });
      expect(meaning(true)(said, "GetSchedule")).toMatchObject({
        code: "NotSupportedHere",
        outcome: "refused",
      });
      expect(meaning(false)(said, "GetSchedule")).toEqual(said);
    },
  );

  it("what an emulator does not have is not what it was asked for and is not there", () => {
    const said = failure({ code: "ResourceNotFoundException", httpStatus: 404 });
    expect(meaningFor({ service: "lambda", emulated: true })(said, "GetPolicy")).toEqual(said);
  });
});
