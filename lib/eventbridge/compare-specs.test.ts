import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonical, differingKeys, foreignKeys } from "./compare-specs.pure";
import { describeChange } from "./describe-change.pure";
import { SPECS } from "./specs";

/** Never somebody's change: what they are found by, and what AWS says of itself. */
const PLAIN = new Set(["statementId", "state"]);

const confirmed = { expression: "cron(0 2 * * ? *)", enabled: true, targetArn: "arn:1" };
const wanted = { expression: "cron(0 3 * * ? *)", enabled: true, targetArn: "arn:2" };

describe("foreignKeys", () => {
  it("knows a change of ours, whole or interrupted half way", () => {
    const half = { ...confirmed, expression: wanted.expression };
    for (const seen of [confirmed, wanted, half]) {
      expect(foreignKeys({ seen, wanted, ours: [confirmed] })).toEqual([]);
    }
  });

  it("names what is neither as it was nor as it is to be", () => {
    const seen = { ...confirmed, enabled: false, targetArn: "arn:3" };
    expect(foreignKeys({ seen, wanted, ours: [confirmed] })).toEqual(["enabled", "targetArn"]);
  });

  it("knows what was sent and refused in part before another edit", () => {
    const sent = { ...confirmed, expression: "cron(0 9 * * ? *)" };
    const seen = { ...confirmed, expression: sent.expression };
    expect(foreignKeys({ seen, wanted, ours: [confirmed, sent] })).toEqual([]);
    expect(foreignKeys({ seen, wanted, ours: [confirmed] })).toEqual(["expression"]);
  });

  it("takes what stands under our name before anything was put for ours", () => {
    expect(foreignKeys({ seen: { enabled: false }, wanted, ours: [] })).toEqual([]);
  });

  it("reads the same whatever the order of keys", () => {
    const value = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(value, (spec) => {
        const turned = Object.fromEntries(Object.entries(spec).toReversed());
        expect(canonical(turned)).toBe(canonical(spec));
        expect(differingKeys(turned, spec)).toEqual([]);
      }),
    );
  });
});

describe("describeChange", () => {
  it("says what somebody did", () => {
    const of = (keys: string[], seen: Record<string, unknown>) =>
      describeChange({ keys, seen, confirmed });
    expect(of(["enabled"], { enabled: false })).toBe("Somebody disabled it in AWS.");
    expect(of(["enabled", "targetArn"], { enabled: false })).toBe(
      "Somebody disabled it in AWS, and changed its target.",
    );
    expect(of(["expression"], { expression: "cron(0 4 * * ? *)" })).toBe(
      'Somebody changed its expression in AWS from "cron(0 2 * * ? *)" to "cron(0 4 * * ? *)".',
    );
    expect(of(["targetArn", "retry", "input"], {})).toBe(
      "Somebody changed its target, its retries and what it sends in AWS.",
    );
    expect(of(["otherTargets"], { otherTargets: ["arn:other"] })).toBe(
      "Somebody let it call in AWS: arn:other.",
    );
  });

  it("has a word for everything that is compared", () => {
    const keys = Object.values(SPECS).flatMap(({ shape }) => Object.keys(shape));
    for (const key of keys.filter((name) => !PLAIN.has(name))) {
      const told = describeChange({ keys: [key, "enabled"], seen: { enabled: true }, confirmed });
      expect(told).not.toContain(`changed ${key} and`);
    }
  });
});
