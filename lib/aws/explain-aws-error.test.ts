import { describe, expect, it } from "vitest";
import { AWS_ERROR_WORDS, OWN_ERROR_WORDS } from "./aws-error-words.pure";
import { EXPIRED_CODES, PATIENCE_CODES, THROTTLE_CODES } from "./aws-codes.pure";
import { classifyFailure, type Failure } from "./classify-failure";
import { explainAwsError, type CallFacts } from "./explain-aws-error";

const FACTS: CallFacts = {
  action: "DescribeInstances",
  region: "eu-west-1",
  partition: "aws",
  installationId: "amivault-test",
  host: "ec2.eu-west-1.amazonaws.com",
  clockOffsetMs: 0,
};

function failure(code: string, change: Partial<Failure> = {}): Failure {
  return {
    outcome: "refused",
    code,
    httpStatus: 400,
    awsMessage: undefined,
    awsRequestId: undefined,
    ...change,
  };
}

const explain = (code: string, facts: Partial<CallFacts> = {}, change: Partial<Failure> = {}) =>
  explainAwsError(failure(code, change), { ...FACTS, ...facts }, undefined);

describe("explainAwsError", () => {
  const codes = [
    ...Object.keys(AWS_ERROR_WORDS),
    ...Object.keys(OWN_ERROR_WORDS),
    ...THROTTLE_CODES,
    ...PATIENCE_CODES,
    ...EXPIRED_CODES,
    "Never.Heard.Of",
  ];
  it.each(codes)("%s is a sentence with something to do, and no gap left in it", (code) => {
    const error = explain(code);
    expect(error.awsCode).toBe(code);
    expect(error.message).toMatch(/\.$/);
    expect(error.suggestion).toMatch(/^[^{}]+\.$/);
    expect(error.message).not.toMatch(/[{}]/);
  });

  it("takes the prefixes that some services put before a code", () => {
    expect(explain("Client.InvalidKMSKey.InvalidState").message).toContain("KMS key");
  });

  it("quotes AWS where it has no words of its own, and not for ever", () => {
    const { message } = explain("Odd.Code", {}, { awsMessage: "<b>".repeat(1_000) });
    expect(message).toContain("Odd.Code");
    expect(message.length).toBeLessThan(400);
  });

  it("a code that is none of AWS's making is not repeated", () => {
    expect(explain("<script>", {}, { outcome: "unknown" }).message).not.toContain("<");
  });

  it.each([
    ["DescribeInstances", '{"Effect":"Allow","Action":"ec2:DescribeInstances","Resource":"*"}'],
    ["DeregisterImage", '"aws:ResourceTag/amivault:owner":"amivault-test"'],
    ["CreateImage", "arn:aws-cn:ec2:*:*:instance/*"],
  ])("a missing permission for %s prints its statement", (action, part) => {
    const { suggestion } = explain("UnauthorizedOperation", { action, partition: "aws-cn" });
    expect(suggestion).toContain(part);
  });

  it("takes no doubt of a signature for a refusal when the clock was set since", () => {
    const set = explain("AuthFailure", { clockOffsetBeforeMs: -3_600_000 });
    expect(set.outcome).toBe("later");
    expect(set.message).toBe("This machine's clock was set since AWS was last asked.");
    expect(explain("AuthFailure", { clockOffsetBeforeMs: 1_000 }).outcome).toBe("refused");
    expect(explain("UnauthorizedOperation", { clockOffsetBeforeMs: -3_600_000 }).outcome).toBe(
      "refused",
    );
  });

  it("says that the clock is wrong, in the direction it is wrong", () => {
    const ahead = explain("SignatureDoesNotMatch", { clockOffsetMs: -7 * 60_000 });
    expect(ahead.message).toBe("This machine's clock is 7 minutes ahead of AWS's.");
    expect(ahead.outcome).toBe("later");
    const right = explain("SignatureDoesNotMatch", { clockOffsetMs: 60_000 });
    expect(right.message).toContain("secret access key");
    expect(right.outcome).toBe("refused");
  });
});

describe("classifyFailure", () => {
  const error = (fields: object) => Object.assign(new Error("x"), fields);
  const refusedBoth = new AggregateError([
    error({ code: "ECONNREFUSED", syscall: "connect" }),
    error({ code: "ETIMEDOUT", syscall: "connect" }),
  ]);
  it.each([
    ["a refused connection", error({ code: "ECONNREFUSED" }), "not_sent"],
    ["a host with several addresses, none of them reached", refusedBoth, "not_sent"],
    [
      "a connection the system gave up",
      error({ code: "ETIMEDOUT", syscall: "connect" }),
      "not_sent",
    ],
    ["no connection in time", error({ name: "TimeoutError" }), "not_sent"],
    ["a certificate that is refused", error({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" }), "not_sent"],
    ["a host without an address", error({ code: "ENOTFOUND" }), "not_sent"],
    ["a broken TLS stream", error({ code: "EPROTO" }), "unknown"],
    ["a reset", error({ code: "ECONNRESET", name: "TimeoutError" }), "unknown"],
    ["a reset while writing", error({ code: "EPIPE", syscall: "write" }), "unknown"],
    ["no answer in time", error({ code: "ETIMEDOUT", name: "TimeoutError" }), "unknown"],
    ["anything else", error({}), "unknown"],
    ["not even an error", "text", "unknown"],
  ])("%s", (_, thrown, outcome) => {
    expect(classifyFailure(thrown, { timedOut: false, isSent: true }).outcome).toBe(outcome);
  });

  it("our own deadline is a time-out, whatever came of the socket", () => {
    const failure = classifyFailure(error({ code: "ECONNRESET" }), {
      timedOut: true,
      isSent: true,
    });
    expect(failure).toMatchObject({ outcome: "unknown", code: "Timeout" });
  });

  it("does not keep AWS's text about a signature: it repeats what was signed", () => {
    const answer = {
      name: "SignatureDoesNotMatch",
      message: "x-amz-security-token:secret",
      $fault: "client",
      $metadata: { httpStatusCode: 403 },
    };
    expect(
      classifyFailure(error(answer), { timedOut: false, isSent: true }).awsMessage,
    ).toBeUndefined();
  });
});
