import { expect, test, vi } from "vitest";
import { AwsCallError } from "./aws/aws-call-error";
import * as first from "./errors";

test("an error made by another copy of the module in the process is still recognised", async () => {
  vi.resetModules();
  const second = await import("./errors");
  const error = new second.NotFoundError("The instance");
  expect(second.NotFoundError).not.toBe(first.NotFoundError);
  expect(error).toBeInstanceOf(first.NotFoundError);
  expect(error).toBeInstanceOf(first.ServiceError);
  expect(error).not.toBeInstanceOf(first.ConflictError);
});

test("a subclass is told apart from its siblings and its parent", () => {
  const call = new AwsCallError({
    action: "CreateImage",
    outcome: "refused",
    awsCode: "X",
    message: "No.",
  });
  expect(call).toBeInstanceOf(first.UpstreamError);
  expect(new first.UpstreamError("No.")).not.toBeInstanceOf(AwsCallError);
  expect(new Error("No.")).not.toBeInstanceOf(first.ServiceError);
});

test("a subclass without a kind of its own is compared by identity", () => {
  class OddError extends first.ConflictError {}
  expect(new OddError("No.")).toBeInstanceOf(OddError);
  expect(new first.ConflictError("No.")).not.toBeInstanceOf(OddError);
});
