import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { hasActWords } from "./act-words.pure";

const LIB = path.resolve(import.meta.dirname, "..");
/** What an action is said to be, one way or the other. */
const SAID = /(?:\baction: |_ACTION = )([^,;{}]*)/g;
const NAME = /"([a-z-]+\.[a-z_-]+)"/g;

/**
 * By area, every action whose entry is written with before and after. One that is new here is looked at
 * first: it may carry public fields alone, and `no-secret-audited.test.ts` runs what handles secrets.
 */
const AUDITED: Readonly<Record<string, string>> = {
  alert: "acknowledge",
  audit: "accept_restore begin_chain give_up_keys",
  backup: "adopt delete records-cleaned second_image start tag tag_refused untag update",
  channel: "create delete test update",
  credential: "add delete refused rotate update validate works-again",
  discovery: "ignore request unignore",
  eventbridge: "broken_off compare forget leave put remove repair report rotate_key",
  "exclusion-window": "create delete update",
  finding: "ignore plan repair_tags unignore",
  import: "backups credential instance user",
  instance: "pause policy remember remove resume scheduler update validate",
  keys: "add forget retire rotate",
  orphan: "deleted",
  plan: "applied apply cancel create expired leave-out stopped",
  policy: "create delete update",
  reconcile: "request run",
  retention: "confirm",
  rule: "create delete update",
  schedule: "create delete update",
  schedules: "refresh refreshed",
  session: "challenge end end_all end_surplus prove refuse refuse_code refuse_proof start",
  settings: "create update update_security",
  snapshot: "deleted",
  token: "create revoke",
  user: "activate begin_second_factor change_password choose_password confirm_second_factor create deactivate delete disable_second_factor renew_link renew_recovery_codes reset_password reset_second_factor revoke_link update",
};

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !/\.test\.ts$|^testing\//.test(name))
    .map((name) => path.join(folder, name));
}

const known = Object.entries(AUDITED).flatMap(([area, verbs]) =>
  verbs.split(" ").map((verb) => `${area}.${verb}`),
);

test("every action is said in words of its own", () => {
  expect(known.filter((action) => !hasActWords(action))).toEqual([]);
});

test("every action that the code audits is one that somebody looked at", () => {
  const said = filesOf(LIB).flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(SAID)].map(([, text = ""]) => text),
  );
  const found = said.flatMap((text) => [...text.matchAll(NAME)].map(([, name = ""]) => name));
  expect([...new Set(found)].toSorted()).toEqual(known.toSorted());
});
