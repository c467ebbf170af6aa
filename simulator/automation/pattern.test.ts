import { describe, expect, it } from "vitest";
import { matchesPattern, readPattern } from "./pattern";

const event = {
  source: "aws.ec2",
  "detail-type": "EC2 AMI State Change",
  resources: ["arn:a", "arn:b"],
  detail: { State: "available", size: 3, empty: null },
};
const matches = (pattern: object): boolean =>
  matchesPattern({ pattern: readPattern(JSON.stringify(pattern)), event });

describe("an event pattern", () => {
  it.each([
    { source: ["aws.ec2"] },
    { source: ["other", "aws.ec2"], detail: { State: ["available"] } },
    { source: [{ prefix: "aws." }] },
    { source: [{ suffix: ".ec2" }] },
    { source: [{ "equals-ignore-case": "AWS.EC2" }] },
    { source: [{ wildcard: "aws.*2" }] },
    { resources: ["arn:b"] },
    { detail: { size: [3], empty: [null] } },
    { detail: { State: [{ exists: true }], other: [{ exists: false }] } },
    { detail: { State: [{ "anything-but": ["pending", "failed"] }] } },
  ])("matches %j", (pattern) => {
    expect(matches(pattern)).toBe(true);
  });

  it.each([
    { source: ["aws.EC2"] },
    { source: ["aws.ec2"], detail: { State: ["failed"] } },
    { detail: { size: ["3"] } },
    { detail: { other: [{ "anything-but": "x" }] } },
    { detail: { State: [{ "anything-but": { prefix: "avail" } }] } },
    { detail: { State: { deep: ["available"] } } },
    { nothing: ["x"] },
  ])("does not match %j", (pattern) => {
    expect(matches(pattern)).toBe(false);
  });

  it.each(["", "[]", '"x"', "{}", '{"a":"b"}', '{"a":[]}', '{"a":{}}', '{"a":[{"odd":1}]}'])(
    "is refused: %s",
    (text) => {
      expect(() => readPattern(text)).toThrow("Event pattern is not valid.");
    },
  );
});
