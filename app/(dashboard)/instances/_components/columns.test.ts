import { expect, test } from "vitest";
import { parseColumns, toColumnsParam, withPolicy } from "./columns";

test("an address that says no columns shows the standard ones, and needs to say none of them", () => {
  const standard = parseColumns(undefined);
  expect(standard).toEqual(["health", "state", "place", "schedule", "lastGood", "nextDue"]);
  expect(toColumnsParam(standard)).toBeNull();
});

test("columns survive the way through an address, in the table's own order, without unknown ones", () => {
  expect(parseColumns("tags,health,secret,health")).toEqual(["health", "tags"]);
  const param = toColumnsParam(["health", "tags"]);
  expect(parseColumns(param ?? undefined)).toEqual(["health", "tags"]);
});

test("no column at all is a choice as well", () => {
  const param = toColumnsParam([]);
  expect(param).not.toBeNull();
  expect(parseColumns(param ?? undefined)).toEqual([]);
});

test("who gives a policy sees in its place what each follows now", () => {
  expect(withPolicy(["health", "tags"])).toEqual(["health", "policy", "tags"]);
  expect(withPolicy(["policy"])).toEqual(["policy"]);
});
