import { expect, test } from "vitest";
import { toAlertAct } from "./alert-act.pure";

const waiting = { kind: "removal.waiting", link: "/plans/pln_1" };

test("leads to the plan that waits, or to all of them where several do", () => {
  expect(toAlertAct({ ...waiting, memberCount: 1 })).toEqual({
    href: "/plans/pln_1",
    words: "Review the plan",
  });
  expect(toAlertAct({ ...waiting, memberCount: 3 })).toEqual({
    href: "/plans?status=waiting",
    words: "Review 3 plans",
  });
});

test("says what is to be done where the link leads", () => {
  const act = (link: string | null) => toAlertAct({ kind: "k", link, memberCount: 1 })?.words;
  expect(act("/backups/bak_1")).toBe("See why");
  expect(act("/settings/channels/chn_1")).toBe("Look at the channel");
  expect(act("/settings")).toBe("Look at the jobs");
  expect(act("/elsewhere")).toBe("Show it");
  expect(act(null)).toBeUndefined();
});
