import { Writable } from "node:stream";
import pino from "pino";
import { expect, test } from "vitest";
import { AwsCallError, type AwsOutcome } from "../aws/aws-call-error";
import { toActionError } from "./to-action-error";

function failWith(outcome: AwsOutcome, awsCode: string) {
  let lines = 0;
  const count = new Writable({
    write(_chunk, _encoding, done) {
      lines++;
      done();
    },
  });
  const message = "AWS does not know this access key.";
  const error = new AwsCallError({ action: "AssumeRole", outcome, awsCode, message });
  const request = { requestId: "req_1", log: pino({ level: "error" }, count) };
  return { answer: toActionError(error, request), lines };
}

test("AWS's own no is told to who asked, and is no error of ours in the log", () => {
  const { answer, lines } = failWith("refused", "InvalidClientTokenId");
  expect(answer).toMatchObject({ code: "upstream", message: "AWS does not know this access key." });
  expect(lines).toBe(0);
});

test("what nobody knows the effect of is in the log too", () => {
  expect(failWith("unknown", "Timeout").lines).toBe(1);
});

test("patience that AWS or our share of its limits asks for is no error of ours either", () => {
  expect(failWith("later", "RequestLimitExceeded").lines).toBe(0);
  expect(failWith("not_sent", "BudgetExhausted").lines).toBe(0);
});
