import { expect, test } from "vitest";
import { toExpressionText, toObjectActs, toObjectName } from "./object-words.pure";

test("what somebody changed is put back where it is needed, and removed or left where it is not", () => {
  expect(toObjectActs({ state: "changed", wanted: true })).toEqual(["repair"]);
  expect(toObjectActs({ state: "missing", wanted: true })).toEqual(["repair"]);
  expect(toObjectActs({ state: "changed", wanted: false })).toEqual(["remove", "leave"]);
  expect(toObjectActs({ state: "failed", wanted: true })).toEqual(["retry"]);
  expect(toObjectActs({ state: "failed", wanted: false })).toEqual(["retry"]);
  for (const state of ["waiting", "settling", "ready"] as const) {
    expect(toObjectActs({ state, wanted: true }), state).toEqual([]);
  }
});

test("an object is told by its kind and AWS's name, a moment by AWS's words and their zone", () => {
  expect(toObjectName({ kind: "log_group", name: "/aws/lambda/x" })).toBe(
    "Log of the function /aws/lambda/x",
  );
  const expression = "cron(0 2 * * ? *)";
  expect(toExpressionText({ expression, timezone: null })).toBe(`${expression} UTC`);
  expect(toExpressionText({ expression, timezone: "Asia/Tokyo" })).toBe(`${expression} Asia/Tokyo`);
  expect(toExpressionText({ expression: null, timezone: null })).toBeNull();
});
