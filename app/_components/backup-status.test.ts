import { expect, test } from "vitest";
import { lookOf } from "./backup-status";

test("a run whose moment has come and that AWS starts is not called expected", () => {
  expect(lookOf({ status: "expected" }).word).toBe("Expected");
  expect(lookOf({ status: "expected", scheduler: "local" }).word).toBe("Expected");
  expect(lookOf({ status: "expected", scheduler: "eventbridge" }).word).toBe("Waiting for AWS");
  expect(lookOf({ status: "available", scheduler: "eventbridge" }).word).toBe("Available");
});
