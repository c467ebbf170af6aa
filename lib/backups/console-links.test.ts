import { expect, test } from "vitest";
import { imageConsoleUrl, instanceConsoleUrl, logConsoleUrl } from "./console-links.pure";

test.each([
  ["aws", "eu-west-1", "https://eu-west-1.console.aws.amazon.com/ec2/home?region=eu-west-1"],
  ["aws-cn", "cn-north-1", "https://cn-north-1.console.amazonaws.cn/ec2/home?region=cn-north-1"],
  [
    "aws-us-gov",
    "us-gov-west-1",
    "https://us-gov-west-1.console.amazonaws-us-gov.com/ec2/home?region=us-gov-west-1",
  ],
])("in %s the console is its own partition's", (partition, region, page) => {
  const instance = { instanceId: "i-0123456789abcdef0", region, partition };
  expect(instanceConsoleUrl(instance)).toBe(
    `${page}#InstanceDetails:instanceId=i-0123456789abcdef0`,
  );
  expect(imageConsoleUrl({ imageId: "ami-1", region, partition })).toBe(
    `${page}#ImageDetails:imageId=ami-1`,
  );
});

test("a partition whose console is unknown gets no link", () => {
  const instance = { instanceId: "i-1", region: "x", partition: "aws-iso" };
  expect(instanceConsoleUrl(instance)).toBeNull();
});

test("a log group's name is escaped as CloudWatch's console wants it", () => {
  const log = { groupName: "/aws/lambda/amivault-x", region: "eu-west-1", partition: "aws" };
  expect(logConsoleUrl(log)).toBe(
    "https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups/log-group/$252Faws$252Flambda$252Famivault-x",
  );
});
