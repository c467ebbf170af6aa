import { expect, it } from "vitest";
import { toAuditWords } from "./audit-words.pure";

const held = { held: false, heldReason: null, description: "" };

it.each([
  ["backup.start", null, null, "asked for it."],
  ["backup.tag", null, { key: "env", value: "prod" }, "tagged it “env” = “prod”."],
  ["backup.untag", null, { key: "env", value: null }, "took the tag “env” away."],
  ["backup.update", held, { ...held, held: true, heldReason: "audit" }, "held it (“audit”)."],
  ["backup.update", { ...held, held: true }, held, "released the hold."],
  ["backup.update", held, { ...held, description: "x" }, "described it as “x”."],
  ["backup.deleted", null, null, "saw it removed."],
  ["something.new", null, null, "did this:"],
])("says what %s did", (action, before, after, words) => {
  expect(toAuditWords({ action, before, after })).toBe(words);
});
