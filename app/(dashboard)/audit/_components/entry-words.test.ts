import { expect, test } from "vitest";
import { toActorHref, toChanges } from "./entry-words.pure";

test("what changed is told field by field, what stayed is not", () => {
  const before = { held: false, reason: "old", zone: "UTC" };
  const after = { held: true, reason: null, zone: "UTC", days: [1, 2] };
  expect(toChanges({ before, after })).toEqual([
    { field: "held", before: "false", after: "true" },
    { field: "reason", before: "old", after: null },
    { field: "days", before: null, after: "[1,2]" },
  ]);
  expect(toChanges({ before: null, after: null })).toEqual([]);
});

test("an entry leads to what the same one did, also where another has the name", () => {
  const ann = { actorType: "token" as const, actorId: "usr_1", actorName: "ann" };
  expect(toActorHref(ann)).toBe("/audit?actorId=usr_1");
  const job = { actorType: "system" as const, actorId: null, actorName: "a&b" };
  expect(toActorHref(job)).toBe("/audit?actor=a%26b&actorType=system");
});
