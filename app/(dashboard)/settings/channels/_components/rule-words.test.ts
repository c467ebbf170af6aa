import { expect, test } from "vitest";
import { ALERT_KINDS } from "#lib/alerts/alert-kinds";
import type { ChannelDto } from "#lib/channels/dto";
import { toRuleWords } from "./rule-words.pure";

const words = (rules: ChannelDto["rules"], hasOtherAccounts = false) =>
  toRuleWords({ rules, hasOtherAccounts });

test("a channel's rules in words; what is left out is not asked", () => {
  expect(words({})).toBe("every alert");
  expect(words({ severities: ["critical"], kinds: [] })).toBe("critical alone");
  expect(words({ severities: ["critical", "warning"] })).toBe("every alert");
  expect(words({ kinds: ["backups.failed", "backups.overdue"] })).toBe(
    "backups fail, backups are overdue",
  );
  expect(
    words({
      severities: ["warning"],
      kinds: ["backups.failed", "backups.overdue", "backups.slow"],
      accountRefs: ["acc_1", "acc_2"],
    }),
  ).toBe(`warnings alone; 3 of ${ALERT_KINDS.length} kinds; 2 accounts`);
});

test("accounts that the caller may not see are others", () => {
  expect(words({ accountRefs: ["acc_1"] }, true)).toBe("one account and others");
  expect(words({ accountRefs: [] }, true)).toBe("other accounts alone");
});
