import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import type { RuleDto } from "#lib/discovery/rules/dto";
import { GivenPolicy } from "./given-policy";

const RULE: RuleDto = {
  id: "rul_1",
  name: "Web servers",
  enabled: true,
  conditions: [],
  accountRefs: null,
  regions: null,
  schedules: [],
  scheduleWords: [],
  retentionPolicyId: "pol_1",
  policyName: "Long",
  rebootOnBackup: null,
  matchCount: 0,
  countedAt: null,
  fellFrom: null,
  protectedCount: 0,
  error: null,
  createdAt: "2026-02-01T00:00:00.000Z",
  updatedAt: "2026-02-01T00:00:00.000Z",
};
const shown = (over: Partial<RuleDto> | null, policies: [] | null) =>
  renderToStaticMarkup(<GivenPolicy rule={over && { ...RULE, ...over }} gifts={{ policies }} />);

it("says to who may choose no policy that a rule with one takes no more by them", () => {
  expect(shown({}, null)).toMatch(
    /the retention policy .*Long.*an administrator lets it take more/,
  );
});

it("says nothing of a rule that gives none, of a new one, and to who may choose", () => {
  expect(shown({ retentionPolicyId: null, policyName: null }, null)).toBe("");
  expect(shown(null, null)).toBe("");
  expect(shown({}, [])).toBe("");
});
