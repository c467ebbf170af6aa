import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

// Plain JavaScript, as what it stands beside.
const { toIconFiles } = await import(new URL("./icons.mjs", import.meta.url).href);
const files: Record<string, string> = toIconFiles();

test.each(Object.entries(files))("%s is what scripts/icons.mjs writes", (path, text) => {
  expect(readFileSync(path, "utf8")).toBe(text);
});

test("the sprite takes its colour from where an icon stands, and holds nothing that could run", () => {
  const sprite = files["app/_components/icons.svg"] ?? "";
  expect(sprite).not.toMatch(/ (fill|stroke|style)=|<style|<script|\son\w+=/);
  expect(sprite.match(/<symbol /g)?.length).toBeGreaterThan(40);
  for (const symbol of sprite.match(/<symbol .*<\/symbol>/g) ?? []) {
    expect(symbol).toContain("<path ");
  }
});
