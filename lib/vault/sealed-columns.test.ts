import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { placeIn, SEALED_COLUMNS } from "./sealed-columns";

const SCHEMA = path.resolve(import.meta.dirname, "../db/schema");

/** `table.column` of every column that the schema declares as sealed. */
function declared(): string[] {
  return readdirSync(SCHEMA).flatMap((file) => {
    const text = readFileSync(path.join(SCHEMA, file), "utf8");
    return text.split("sqliteTable(").flatMap((part) => {
      const table = /^\s*"(\w+)"/.exec(part)?.[1] ?? "";
      return [...part.matchAll(/\bsealed\(\s*"(\w+)"/g)].map(([, column]) => `${table}.${column}`);
    });
  });
}

test("the list names every sealed column of the schema, and no other", () => {
  const listed = SEALED_COLUMNS.map((sealed) => placeIn(sealed, "id"));
  expect(listed.map(({ table, column }) => `${table}.${column}`).toSorted()).toEqual(
    declared().toSorted(),
  );
  expect(declared().length).toBeGreaterThanOrEqual(6);
});
