import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { AWS_PAINS } from "./aws-pains";
import { ORIGINAL_PAINS } from "./original-pains";

const SCENARIOS = readFileSync("lib/testing/pains/scenarios.test.ts", "utf8");
const PAINS = [...ORIGINAL_PAINS, ...AWS_PAINS];
const FIRST_DEFECTS = Array.from({ length: 20 }, (_, n) => `original ${n + 1}`);

describe("pains", () => {
  it("are each named once, the twenty of the former application among them", () => {
    const ids = PAINS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(FIRST_DEFECTS));
  });

  it.each(PAINS)("$id has tests that exist, or says what will bring them", (pain) => {
    expect(pain.tests.length > 0 || pain.later !== undefined).toBe(true);
    for (const { file, name } of pain.tests) {
      expect(existsSync(file), file).toBe(true);
      expect(/\.(test|spec)\.ts$/.test(file), file).toBe(true);
      expect(readFileSync(file, "utf8").includes(name), `${file} has “${name}”`).toBe(true);
    }
  });

  it("every scenario against the naive client is about one of them", () => {
    const named = [...SCENARIOS.matchAll(/\[((?:original|aws) [^\]]+)\]/g)].map(([, id]) => id);
    expect(named.length).toBeGreaterThan(10);
    const known = new Set(PAINS.map(({ id }) => id));
    expect(named.filter((id) => !known.has(id ?? ""))).toEqual([]);
  });
});
