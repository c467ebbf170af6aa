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
  expect(act("/instances/rules")).toBe("Look at the rules");
  expect(act("/instances/ins_1")).toBe("Show the instance");
  expect(act("/settings")).toBe("Look at the jobs");
  expect(act("/elsewhere")).toBe("Show it");
  expect(act(null)).toBeUndefined();
});

test("what the cause asks for goes before what its page is called", () => {
  const act = (kind: string, link: string) => toAlertAct({ kind, link, memberCount: 1 });
  expect(act("backups.second_image", "/backups/bak_1")).toEqual({
    href: "/backups/bak_1",
    words: "Choose which image stays",
  });
  // Adopted images wait for a person who confirms retention.
  expect(act("reconcile.adopted", "/findings")).toEqual({
    href: "/retention",
    words: "Look and confirm",
  });
  expect(act("schedules.unreadable", "/schedules/sch_1")?.words).toBe("Edit the schedule");
  expect(act("rules.fell", "/instances/rules/rul_1")?.words).toBe("Look at the rule");
});

test("where AWS starts nothing for several, what they share is looked at", () => {
  const silent = { kind: "eventbridge.silent", link: "/backups/bak_1" };
  expect(toAlertAct({ ...silent, memberCount: 1 })?.words).toBe("See why");
  expect(toAlertAct({ ...silent, memberCount: 2 })?.href).toBe("/schedules/aws");
});
