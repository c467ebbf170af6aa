import { expect, test } from "vitest";
import { toActHref, toActName, toActWords } from "./act-words.pure";

test("an act is said in words, also one that has none of its own", () => {
  expect(toActWords("instance.pause")).toBe("paused");
  expect(toActWords("api_token.create")).toBe("added (api token)");
  expect(toActWords("something")).toBe("changed (something)");
});

test("an act leads to what it was done to, while that has a page", () => {
  const href = (action: string, targetType: string) =>
    toActHref({ action, targetType, targetId: "x" });
  expect(href("instance.remove", "instance")).toBe("/instances/x");
  expect(href("schedule.update", "schedule")).toBe("/schedules/x");
  expect(href("schedule.delete", "schedule")).toBeNull();
  expect(href("backup.delete", "backup")).toBe("/backups/x");
  expect(href("settings.update", "settings")).toBe("/settings");
  expect(href("user.create", "user")).toBe("/users/x");
  expect(href("user.delete", "user")).toBeNull();
  expect(href("session.end", "session")).toBeNull();
});

test("the name is the audit entry's own, as it now is before as it was", () => {
  expect(toActName([{ name: "New" }, { name: "Old" }])).toBe("New");
  expect(toActName([null, { title: "Plan" }])).toBe("Plan");
  expect(toActName([{ name: 7 }, {}])).toBeNull();
});
