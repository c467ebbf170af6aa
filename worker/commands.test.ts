import { afterAll, beforeAll, expect, test } from "vitest";
import { install, type Installation } from "./testing/installed-processes";

let installation: Installation;
beforeAll(async () => {
  installation = await install(["import", "migrate", "users"]);
}, 60_000);
afterAll(() => installation.close());

test.each([
  ["import", { AMIVAULT_MODE: "embedded" }, "npm run import", "No file was named."],
  ["users", { AMIVAULT_MODE: "embedded" }, "npm run users", "Say what to do, and with whom."],
  ["migrate", { AMIVAULT_MODE: "" }, "npm run db:migrate", "AMIVAULT_MODE is not set."],
] as const)("%s says by its own name why it did not finish", async (program, env, name, why) => {
  const { ended, errors } = installation.run(program, env);
  expect(await ended).toBe(1);
  expect(errors().trim().split("\n").slice(0, 2)).toEqual([`${name} did not finish.`, why]);
  expect(errors()).not.toContain("cannot start");
});
