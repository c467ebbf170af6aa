import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryRules } from "#lib/testing/arbitrary-retention";
import { decodeRules, encodeRules } from "../../_components/rules-code.pure";
import { readLabAddress, toLabHref, type LabAddress } from "./lab-address.pure";

const paramsOf = (href: string) =>
  Object.fromEntries(new URL(href, "http://lab.invalid").searchParams);

describe("the lab's address", () => {
  it("holds any rules, and gives them back", () => {
    const rules = arbitraryRules().map((given) => ({
      ...given,
      floor: Math.max(1, given.floor),
      tiers: Object.fromEntries(
        Object.entries(given.tiers).filter(([, count]) => count !== undefined),
      ),
    }));
    fc.assert(
      fc.property(rules, (given) => {
        expect(decodeRules(encodeRules(given))).toEqual(given);
      }),
    );
  });

  it("holds all that is chosen", () => {
    const address: LabAddress = {
      instance: "ins_1",
      policy: "pol_1",
      a: null,
      b: { keepDays: 3, keepCount: null, tiers: { daily: 7 }, floor: 2, zone: "Etc/GMT+5" },
      scope: "all",
      years: 3,
      day: "2027-11-26",
      price: 0.053,
    };
    expect(readLabAddress(paramsOf(toLabHref(address)))).toEqual(address);
    expect(toLabHref(readLabAddress({}))).toBe("/retention/lab");
  });

  it.each(["", "daily7", "daily7.floor0.UTC", "daily7.floor2.UTC.UTC", "weekly99999.floor1.UTC"])(
    "takes %j for no rules",
    (code) => expect(decodeRules(code)).toBeNull(),
  );

  it("passes over what it does not know", () => {
    const params = { scope: "none", years: "7", day: "tomorrow", price: "-1", instance: ["a"] };
    expect(readLabAddress(params)).toEqual(readLabAddress({}));
  });
});
