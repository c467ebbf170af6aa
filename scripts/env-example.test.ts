import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { EnvironmentSchema, loadConfig } from "#lib/config";

const text = readFileSync(".env.example", "utf8");
const assignments = [...text.matchAll(/^(?:# )?([A-Z][A-Z0-9_]*)=(.*)$/gm)].map(
  ([, name = "", value = ""]) => ({ name, value }),
);

describe(".env.example", () => {
  test("has every setting of the configuration once, and no other", () => {
    expect(assignments.map(({ name }) => name).toSorted()).toEqual(
      Object.keys(EnvironmentSchema.shape).toSorted(),
    );
  });

  test("explains every setting in a comment before it", () => {
    const paragraphs = text.split(/\n\s*\n/);
    for (const { name } of assignments) {
      const index = paragraphs.findIndex((p) => new RegExp(`^(# )?${name}=`, "m").test(p));
      const words = `${paragraphs[index] ?? ""}`.replaceAll(/^(# )?[A-Z0-9_]+=.*$/gm, "");
      expect(words.trim().length, name).toBeGreaterThan(20);
    }
  });

  test("shows the defaults that the configuration really has", () => {
    const defaults = Object.entries(EnvironmentSchema.parse({}));
    const shown = new Map(assignments.map(({ name, value }) => [name, value]));
    expect(defaults.map(([name]) => [name, shown.get(name)])).toEqual(
      defaults.map(([name, value]) => [name, String(value)]),
    );
  });

  test("names the _FILE variant of a setting only if the configuration reads it", () => {
    const variants = [...text.matchAll(/\b([A-Z][A-Z_]*)_FILE\b/g)].map(([, name = ""]) => name);
    for (const name of variants) {
      const missing = { AMIVAULT_MODE: "embedded", [`${name}_FILE`]: "/nowhere/at-all" };
      expect(() => loadConfig(missing), name).toThrow(`${name}_FILE`);
    }
    expect(variants.length).toBeGreaterThan(0);
  });
});
