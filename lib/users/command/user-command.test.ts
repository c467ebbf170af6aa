import { afterEach, beforeEach, expect, test } from "vitest";
import type { Context } from "../../context";
import { auditEntries } from "../../db/schema";
import { anonymousContext, systemContext } from "../../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../../testing/create-test-runtime";
import { createFleet } from "../../testing/fleet";
import { createTestUser } from "../../testing/people";
import { giveSecondFactor } from "../../testing/second-factor";
import { findPasswordLink } from "../find-password-link";
import { parseUserCommand } from "./parse-user-command";
import { runUserCommand } from "./run-user-command";

let runtime: TestRuntime;
let ctx: Context;
beforeEach(async () => {
  runtime = await createTestRuntime();
  await createFleet(runtime);
  await createTestUser(runtime, { username: "ada" });
  ctx = { ...systemContext(runtime), actor: { type: "cli", name: "root" } };
});
afterEach(() => runtime.close());
const run = (...args: string[]) => runUserCommand(ctx, parseUserCommand(args));

const CREATE = ["create", "bo", "--role", "operator", "--account", "111111111111"];

test("a user is made for one account, and the link chooses their password", async () => {
  const [url = "", ...notes] = await run(...CREATE);
  expect(notes.join(" ")).toContain("NEXTAUTH_URL");
  const token = new URL(url).hash.slice(1);
  expect(await findPasswordLink(anonymousContext(runtime), { token })).toMatchObject({
    username: "bo",
    purpose: "invite",
  });
  expect(await run("list")).toEqual([
    "ada\tadmin\tactive\tevery account",
    "bo\toperator\tinvited\t111111111111",
  ]);
});

test("a name and an account that are not here are refused with what there is", async () => {
  await expect(run("reset", "eve")).rejects.toMatchObject({
    message: "The user eve does not exist.",
    suggestion: expect.stringContaining("users -- list"),
  });
  await expect(run("create", "bo", "--role", "viewer", "--account", "12")).rejects.toMatchObject({
    message: "The account 12 does not exist.",
    suggestion: expect.stringContaining("111111111111"),
  });
});

test("the last administrator is reset, and not deactivated; the acts are audited by who has the machine", async () => {
  await expect(run("deactivate", "ADA")).rejects.toMatchObject({ reason: "last_administrator" });
  const [url = ""] = await run("reset", "ada");
  expect(url).toMatch(/\/invitation#[\w-]{43}$/);
  const [again] = await run("reset", "ada");
  expect(again).not.toBe(url);
  const told = await runtime.db.read.select().from(auditEntries);
  expect(told.filter(({ actorName }) => actorName === "root").map(({ action }) => action)).toEqual([
    "user.reset_password",
    "user.renew_link",
  ]);
});

test("others are deactivated, activated and deleted by name", async () => {
  await createTestUser(runtime, { username: "bo", role: "viewer" });
  await run("deactivate", "bo");
  expect(await run("list")).toContain("bo\tviewer\tdeactivated\tevery account");
  await run("activate", "bo");
  await run("delete", "bo");
  await expect(run("activate", "bo")).rejects.toMatchObject({ code: "not_found" });
});

test("a second factor is reset where there is one, and where there is none that is said", async () => {
  const user = await createTestUser(runtime, { username: "bo", role: "viewer" });
  const acts = async () => {
    const told = await runtime.db.read.select().from(auditEntries);
    return told.map(({ action }) => action).filter((action) => action.startsWith("user."));
  };
  expect(await run("reset-second-factor", "bo")).toEqual([
    "bo has no second factor: there is none to reset, and nothing changed.",
  ]);
  expect(await acts()).toEqual([]);
  await giveSecondFactor(runtime, user);
  expect(await run("reset-second-factor", "bo")).toEqual([
    "bo signs in with the password alone, until a new one is set up.",
  ]);
  expect(await acts()).toEqual(["user.reset_second_factor"]);
});

test.each([
  [[], "Say what to do"],
  [["create", "bo"], "Say the role"],
  [["create", "bo", "--role"], "--role needs a value"],
  [["create", "bo", "--role", "admin", "--password", "x"], "There is no --password"],
  [["reset", "bo", "cy"], "One name is enough"],
  [["explode", "bo"], "not a command"],
])("%j is refused with how to say it", (args, why) => {
  expect(() => parseUserCommand(args)).toThrow(why);
});

test.each([
  [["create", "bo", "--role", "king"], "Choose one of"],
  [["create", "bo", "--role", "admin", "--account", "999999999999"], "999999999999"],
  [["reset", "nobody"], "nobody"],
])("%j is refused", async (args, why) => {
  await expect(run(...args)).rejects.toThrow(why);
});
