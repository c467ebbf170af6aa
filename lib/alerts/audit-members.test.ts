import { expect, test } from "vitest";
import { listMended, toAuditMembers, type AuditProblem } from "./audit-members.pure";

const at = (kind: string, firstSeq: number | null, lastSeq = firstSeq): AuditProblem => ({
  kind,
  firstSeq,
  lastSeq,
  at: null,
  action: null,
  words: `${kind} somewhere.`,
});
const idsOf = (problems: AuditProblem[], known: string[] = []) =>
  toAuditMembers(problems, known).map(({ entityId }) => entityId);

test("a place has one name, however often it is found", () => {
  const problems = [at("edited", 7), at("dropped", 9, 12), at("edited", 7)];
  const ids = idsOf(problems);
  expect(ids).toEqual(["edited/7/7", "dropped/9/12"]);
  expect(idsOf(problems, ids)).toEqual(ids);
  expect(idsOf([at("dropped", 9, 13)], ids)).toEqual(["dropped/9/13"]);
});

test("what has no number is told apart by its words, or its instant and action", () => {
  const key = { ...at("key", null), words: "The key auk/1 cannot be opened." };
  const entries = [1, 2].map((instant) => ({
    ...at("unchained", null),
    at: instant,
    action: "user.create",
  }));
  const ids = idsOf([key, ...entries]);
  expect(new Set(ids).size).toBe(3);
  expect(idsOf([key, ...entries], ids)).toEqual(ids);
});

test("a cut is the same while entries are written behind it, another where more is gone", () => {
  expect(idsOf([at("cut", 29, 30)], ["cut/28/30"])).toEqual(["cut/28/30"]);
  expect(idsOf([at("cut", 27, 30)], ["cut/28/30"])).toEqual(["cut/27/30"]);
  expect(idsOf([at("cut", 28, 31)], ["cut/28/30"])).toEqual(["cut/28/31"]);
});

test("a chain computed anew and a key that is another go on with each entry", () => {
  expect(idsOf([at("rewritten", 20, 99)], ["rewritten/20/50"])).toEqual(["rewritten/20/50"]);
  expect(idsOf([at("rewritten", 10, 99)], ["rewritten/20/50"])).toEqual(["rewritten/10/99"]);
  expect(idsOf([at("key", 20, 99)], ["key/20/50"])).toEqual(["key/20/50"]);
  expect(idsOf([at("key", 40, 99)], ["key/20/50"])).toEqual(["key/40/99"]);
});

test("what is found no more is mended, but a cut that went further or was written over is not", () => {
  const known = ["edited/7/7", "cut/28/30"];
  expect(listMended(known, toAuditMembers([at("rewritten", 20, 40)], known))).toEqual([
    "edited/7/7",
  ]);
  expect(listMended(known, toAuditMembers([at("edited", 7)], known))).toEqual(["cut/28/30"]);
});
