import { describe, expect, it } from "vitest";
import { isAwsAnswer } from "./answer-shape.pure";

const GOOD =
  '<?xml version="1.0" encoding="UTF-8"?>\n<DescribeImagesResponse xmlns="x"><a/></DescribeImagesResponse>\n';
const ERROR = "<Response><Errors><Error><Code>X</Code></Error></Errors></Response>";

describe("isAwsAnswer", () => {
  const cases: Array<[string, number, string, boolean]> = [
    ["a whole answer", 200, GOOD, true],
    ["an answer that is one empty element", 200, "<DescribeImagesResponse/>", true],
    ["an answer after a comment", 200, "<!-- a > b --><DescribeImagesResponse/>", true],
    ["the answer to another action", 200, "<DescribeVolumesResponse/>", false],
    ["HTML with status 200", 200, "<!doctype html><html></html>", false],
    ["HTML whose root could pass for XML", 200, "<html><body/></html>", false],
    ["nothing", 200, "", false],
    ["JSON", 200, "{}", false],
    ["an answer cut off", 200, GOOD.slice(0, -8), false],
    ["an error where success was claimed", 200, ERROR, false],
    ["EC2's error", 400, ERROR, true],
    ["STS's error", 403, "<ErrorResponse><Error/></ErrorResponse>", true],
    ["an HTML error page", 502, "<html></html>", false],
    ["an error cut off", 400, ERROR.slice(0, 20), false],
  ];
  it.each(cases)("knows %s", (_, status, body, expected) => {
    expect(isAwsAnswer({ action: "DescribeImages", status, body })).toBe(expected);
  });

  it("does not choke on a long comment that never ends", () => {
    const body = `<!--${"-- ".repeat(20_000)}`;
    expect(isAwsAnswer({ action: "DescribeImages", status: 200, body })).toBe(false);
  });
});

describe("isAwsAnswer of a service that answers in JSON", () => {
  const cases: Array<[string, number, string, boolean]> = [
    ["a whole answer", 200, '{"Rules":[]}', true],
    ["an answer without content", 200, "", true],
    ["no content", 204, "", true],
    ["an error", 400, '{"__type":"ValidationException"}', true],
    ["an error without a body", 500, "", false],
    ["an answer cut off", 200, '{"Rules":[', false],
    ["HTML with status 200", 200, "<html></html>", false],
    ["a list", 200, "[]", false],
    ["a word", 200, "null", false],
  ];
  it.each(cases)("knows %s", (_, status, body, expected) => {
    expect(isAwsAnswer({ action: "ListRules", form: "json", status, body })).toBe(expected);
  });
});
