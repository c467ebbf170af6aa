import { expect, test } from "vitest";
import { objectConsoleUrl } from "./console-links.pure";
import { KIND_ORDER } from "./kind-rules.pure";

const at = { region: "eu-west-1", partition: "aws", functionName: "amivault-abc" };
const page = (service: string) =>
  `https://eu-west-1.console.aws.amazon.com/${service}/home?region=eu-west-1`;

test.each([
  ["function_role", "r", `${page("iam")}#/roles/details/r`],
  ["function", "amivault-abc", `${page("lambda")}#/functions/amivault-abc`],
  ["alarm", "a b", `${page("cloudwatch")}#alarmsV2:alarm/a%20b`],
  ["rule", "x", `${page("events")}#/eventbus/default/rules/x`],
  ["schedule", "x", `${page("scheduler")}#schedules/amivault-abc/x`],
  ["schedule_group", "amivault-abc", `${page("scheduler")}#schedule-groups/amivault-abc`],
  ["protect_tag", "i-1", `${page("ec2")}#InstanceDetails:instanceId=i-1`],
] as const)("a %s is found in the console of its service", (kind, name, url) => {
  expect(objectConsoleUrl({ kind, name }, at)).toBe(url);
});

test("no kind has a page where the console is unknown", () => {
  for (const kind of KIND_ORDER) {
    expect(objectConsoleUrl({ kind, name: "x" }, { ...at, partition: "aws-iso" })).toBeNull();
  }
});
