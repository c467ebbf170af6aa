import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { LIVE_EVENT_TYPES } from "./live-event";

/** An event whose name no page listens to is told to nobody, and nothing says so. */
test("pages listen to every event that is emitted", () => {
  const emitted = new Set<string>();
  for (const file of sourcesOf("lib")) {
    const text = readFileSync(file, "utf8");
    if (!/emitEvent|NewEvent/.test(text)) continue;
    for (const [, type = ""] of text.matchAll(/\btype: "([a-z_]+\.(?:changed|item|progress))"/g))
      emitted.add(type);
  }
  expect(emitted).toContain("eventbridge.changed");
  const heard = new Set<string>(LIVE_EVENT_TYPES);
  expect([...emitted].filter((type) => !heard.has(type))).toEqual([]);
});

function sourcesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => path.join(folder, name));
}
