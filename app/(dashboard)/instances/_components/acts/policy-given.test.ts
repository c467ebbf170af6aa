import { expect, it } from "vitest";
import { judgeGiving } from "./policy-given.pure";

it("gives no policy that removes by itself before it is known what it would take", () => {
  const enforced = { enforced: true };
  expect(judgeGiving(undefined, null).ready).toBe(false);
  expect(judgeGiving(enforced, null).ready).toBe(false);
  expect(judgeGiving(enforced, "unknown").ready).toBe(false);
  expect(judgeGiving(enforced, { remove: 0 })).toEqual({ ready: true, destroys: false });
  expect(judgeGiving({ enforced: false }, null)).toEqual({ ready: true, destroys: false });
});

it("treats one that would take images as an act that destroys", () => {
  expect(judgeGiving({ enforced: true }, { remove: 3 })).toEqual({ ready: true, destroys: true });
});
