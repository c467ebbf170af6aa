import { expect, test } from "vitest";
import { ALERT_KINDS } from "#lib/alerts/alert-kinds";
import { toRuleWords } from "./rule-words.pure";

test("a channel's rules in words; what is left out is not asked", () => {
  expect(toRuleWords({})).toBe("every alert");
  expect(toRuleWords({ severities: ["critical"], kinds: [] })).toBe("critical alone");
  expect(toRuleWords({ severities: ["critical", "warning"] })).toBe("every alert");
  expect(toRuleWords({ kinds: ["backups.failed", "backups.overdue"] })).toBe(
    "backups fail, backups are overdue",
  );
  expect(
    toRuleWords({
      severities: ["warning"],
      kinds: ["backups.failed", "backups.overdue", "backups.slow"],
      accountRefs: ["acc_1", "acc_2"],
    }),
  ).toBe(`warnings alone; 3 of ${ALERT_KINDS.length} kinds; 2 accounts`);
});
