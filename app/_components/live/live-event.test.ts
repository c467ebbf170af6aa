import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { mayHear } from "#lib/events/event-access";
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
  const admin = {
    userId: "usr_1",
    role: "admin",
    accounts: "all",
    owes: false,
  } as const;
  const row = { id: 1, at: 0, entityId: "x", accountRef: null, accountRefs: null, data: null };
  expect([...emitted].filter((type) => !mayHear(admin, { ...row, type }))).toEqual([]);
});

function sourcesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => path.join(folder, name));
}
