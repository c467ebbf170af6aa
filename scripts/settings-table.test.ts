import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { EnvironmentSchema } from "#lib/config";

const rows = [
  ...readFileSync("README.md", "utf8").matchAll(/^\| `([A-Z_]+)`( †)? \| ([^|]+) \|/gm),
].map(([, name = "", , shown = ""]) => ({ name, shown: shown.trim() }));

test("README's table has every setting once, and no other", () => {
  expect(rows.map(({ name }) => name).toSorted()).toEqual(
    Object.keys(EnvironmentSchema.shape).toSorted(),
  );
});

test("README's table shows the defaults that the configuration really has", () => {
  const shown = new Map(rows.map((row) => [row.name, row.shown]));
  const defaults = Object.entries(EnvironmentSchema.parse({}));
  expect(defaults.map(([name]) => [name, shown.get(name)])).toEqual(
    defaults.map(([name, value]) => [name, `\`${String(value)}\``]),
  );
});
