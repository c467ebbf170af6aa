import { expect, test } from "vitest";
import { toActHref } from "./act-href.pure";
import { toActName, toActSentence } from "./act-sentence.pure";
import { toActWords } from "./act-words.pure";

test("an act is said in words, also one that has none of its own", () => {
  expect(toActWords("instance.pause")).toEqual({ hasObject: true, before: "paused", after: "" });
  expect(toActWords("keys.add").hasObject).toBe(false);
  expect(toActWords("api_token.create").before).toBe("added (api token)");
  expect(toActWords("something").before).toBe("changed (something)");
});

const held = { held: false, heldReason: null, description: "" };

test.each([
  ["backup.start", null, null, "asked for it."],
  ["backup.tag", null, { key: "env", value: "prod" }, "tagged it “env” = “prod”."],
  ["backup.untag", null, { key: "env", value: null }, "took the tag “env” off it."],
  ["backup.update", held, { ...held, held: true, heldReason: "audit" }, "held it (“audit”)."],
  ["backup.update", { ...held, held: true }, held, "released the hold on it."],
  ["backup.update", held, { ...held, description: "x" }, "described it as “x”."],
  ["backup.update", held, held, "changed it."],
  ["backup.deleted", null, null, "saw it removed."],
  ["backup.forgotten", null, null, "removed the record of it; the image stays in AWS."],
  ["something.new", null, null, "changed (something)."],
])("on the page of a backup, %s is said of it", (action, before, after, words) => {
  expect(toActSentence({ action, targetType: "backup", before, after }, "it")).toBe(words);
});

test.each([
  ["user.deactivate", "user", { username: "bo" }, "deactivated the user bo."],
  ["channel.create", "channel", null, "added the channel."],
  ["backup.deleted", "backup", null, "saw a backup removed."],
  ["backup.deleted", "backup", { instanceId: "i-1" }, "saw a backup of i-1 removed."],
  ["instance.pause", "instance", null, "paused an instance."],
  ["session.start", "session", { name: "x" }, "signed in."],
  ["session.refuse", "user", null, "was refused at the sign-in."],
  ["session.refuse_proof", "user", null, "was refused when asked to prove who they are."],
  ["plan.stopped", "plan", { title: "P" }, "stopped the plan P, which asks for a person."],
])(
  "among everything, %s of a %s with %o names what it was done to",
  (action, targetType, after, words) => {
    expect(toActSentence({ action, targetType, before: null, after })).toBe(words);
  },
);

test("what is held and described at once is named once", () => {
  const after = { held: true, heldReason: null, description: "x" };
  const act = { action: "backup.update", targetType: "backup", before: held, after };
  expect(toActSentence(act)).toBe("held a backup and described it as “x”.");
});

test("an act leads to what it was done to, while that has a page", () => {
  const href = (action: string, targetType: string, targetId = "x") =>
    toActHref({ action, targetType, targetId });
  expect(href("instance.remove", "instance")).toBe("/instances/x");
  expect(href("schedule.update", "schedule")).toBe("/schedules/x");
  expect(href("schedule.delete", "schedule")).toBeNull();
  expect(href("exclusion-window.update", "exclusion_window")).toBe("/schedules/windows/x");
  expect(href("backup.delete", "backup")).toBe("/backups/x");
  expect(href("backup.delete", "backup", "../x")).toBe("/backups/..%2Fx");
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
