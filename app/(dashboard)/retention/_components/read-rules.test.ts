import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { requireRules } from "#lib/retention/require-rules";
import { RetentionRulesInput } from "#lib/retention/schemas";
import { toRulesInput, type PolicyDraft } from "./policy-draft.pure";
import { readRules, toRulesDraft } from "./read-rules.pure";

const typed = fc.oneof(
  fc.constantFrom(
    "",
    " ",
    "0",
    "1",
    "7",
    " 12 ",
    "100",
    "10000",
    "10001",
    "36501",
    "-1",
    "1.5",
    "x",
  ),
  fc.integer({ min: 0, max: 40_000 }).map(String),
);
const draft: fc.Arbitrary<PolicyDraft> = fc.record({
  name: fc.constant("A"),
  enforced: fc.boolean(),
  recordDays: fc.constant(""),
  keepDays: typed,
  keepCount: typed,
  hourly: typed,
  daily: typed,
  weekly: typed,
  monthly: typed,
  yearly: typed,
  floor: typed,
  zone: fc.constantFrom("UTC", "europe/berlin", "Mars/Olympus", "+02:00", ""),
});

/** Null where it is refused. */
function asTheServerReads(of: PolicyDraft) {
  const input = RetentionRulesInput.safeParse(toRulesInput(of));
  if (!input.success) return null;
  try {
    return requireRules(input.data);
  } catch {
    return null;
  }
}

describe("what is typed", () => {
  it("is read in the browser as the server reads it, or refused by both", () => {
    fc.assert(
      fc.property(draft, (given) => {
        const { rules, errors } = readRules(given);
        expect(rules).toEqual(asTheServerReads(given));
        expect(errors === null).toBe(rules !== null);
      }),
      { numRuns: 1_000 },
    );
  });

  it("says beside its field what is wrong", () => {
    const rules = { keepDays: 7, keepCount: null, tiers: {}, floor: 2, zone: "UTC" };
    const wrong = { ...toRulesDraft(rules), keepDays: "x", floor: "0", zone: "Berlin" };
    expect(readRules(wrong).errors).toEqual({
      keepDays: "Use a whole number.",
      floor: "At least one image stays.",
      zone: expect.stringContaining("Did you mean Europe/Berlin?"),
    });
  });
});
