import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { install, type Installation } from "./testing/installed-processes";

let installation: Installation;
beforeAll(async () => {
  installation = await install([
    "launcher",
    "worker",
    "import",
    "migrate",
    "users",
    "keys",
    "audit",
  ]);
}, 60_000);
afterAll(() => installation.close());

test.each([
  ["import", { AMIVAULT_MODE: "embedded" }, "npm run import", "No file was named."],
  ["users", { AMIVAULT_MODE: "embedded" }, "npm run users", "Say what to do, and with whom."],
  ["keys", { AMIVAULT_MODE: "embedded" }, "npm run keys", "Say what to do, and nothing else."],
  ["audit", { AMIVAULT_MODE: "embedded" }, "npm run audit", "What is to be done was not said."],
  ["migrate", { AMIVAULT_MODE: "" }, "npm run db:migrate", "AMIVAULT_MODE is not set."],
] as const)("%s says by its own name why it did not finish", async (program, env, name, why) => {
  const { ended, errors } = installation.run(program, env);
  expect(await ended).toBe(1);
  expect(errors().trim().split("\n").slice(0, 2)).toEqual([`${name} did not finish.`, why]);
  expect(errors()).not.toContain("cannot start");
});

test.each(["constructor", "check everything", "forget-lost", "forget-lost all"])(
  "keys refuses “%s” before it looks at anything",
  async (line) => {
    const running = installation.run("keys", { AMIVAULT_MODE: "embedded" }, line.split(" "));
    expect(await running.ended).toBe(1);
    expect(running.errors()).toContain(
      "npm run keys -- check | list | rotate | retire | forget-lost",
    );
  },
);

test.each([
  ["keys", ["check"]],
  ["keys", ["rotate"]],
  ["users", ["list"]],
  ["audit", ["verify"]],
  ["import", ["original.db", "--check"]],
] as const)("%s %j makes no installation where there is none", async (program, args) => {
  const folder = path.join(installation.folder, "elsewhere");
  const place = path.join(folder, "amivault.db");
  const run = (env: Record<string, string>) =>
    installation.run(
      program,
      { AMIVAULT_MODE: "embedded", AMIVAULT_DATA_DIR: folder, ...env },
      args,
    );
  const running = run({});
  expect(await running.ended).toBe(1);
  expect(running.errors()).toContain(`There is no database at ${place}.\nSet AMIVAULT_DATA_DIR to`);
  const named = run({ DATABASE_URL: `file:${place}` });
  expect(await named.ended).toBe(1);
  expect(named.errors()).toContain(`There is no database at ${place}.\nSet DATABASE_URL to`);
  expect(existsSync(folder)).toBe(false);
});

test.each([
  ["keys", ["--help"], "npm run keys -- check | list"],
  ["keys", ["rotate", "-h"], "forget-lost COUNT  takes away"],
  ["users", ["create", "--help"], "npm run users -- list | create NAME"],
  ["audit", ["verify", "--json", "-h"], "npm run audit -- verify"],
  ["import", ["--help"], "npm run import -- path/to/database.db"],
  ["migrate", ["--help"], "npm run db:migrate"],
  ["launcher", ["--help"], "npm start"],
  ["worker", ["-h"], "npm run worker"],
] as const)("%s %j says how it is called, and does nothing", async (program, args, words) => {
  const running = installation.run(program, {}, args);
  expect(await running.ended).toBe(0);
  expect(running.output()).toMatch(/^Usage: npm /);
  expect(running.output()).toContain(words);
  expect(running.errors()).toBe("");
  expect(existsSync(path.join(installation.folder, "data"))).toBe(false);
});

test.each([
  [["original.db", "--chek"], "'--chek'"],
  [["original.db", "other.db"], "One file is enough."],
  [["original.db", "--zone"], "--zone"],
])("import refuses %j with how to say it", async (args, why) => {
  const running = installation.run("import", { AMIVAULT_MODE: "embedded" }, args);
  expect(await running.ended).toBe(1);
  expect(running.errors()).toContain(why);
  expect(running.errors()).toContain("npm run import -- path/to/database.db [--check]");
});

test("audit verifies, exports and accepts by its own name, and a lost key is given up with keys", async () => {
  const env = { AMIVAULT_MODE: "embedded" };
  const run = async (program: "audit" | "keys" | "users", ...args: string[]) => {
    const running = installation.run(program, env, args);
    return { code: await running.ended, said: running.output(), errors: running.errors() };
  };
  const without = await run("audit");
  expect([without.code, without.errors.trim().split("\n")[0]]).toEqual([
    1,
    "npm run audit did not finish.",
  ]);
  expect(await installation.run("migrate", env).ended).toBe(0);
  expect((await run("users", "create", "ann", "--role", "viewer")).code).toBe(0);
  // The application has not run, so that no head is there: nobody can say what the last entry was.
  const unchecked = await run("audit", "verify");
  expect(unchecked.code).toBe(2);
  expect(unchecked.said).toContain("No head was found");
  expect(unchecked.said).toContain("THE END WAS NOT CHECKED");
  expect(unchecked.said).toContain("after --heads");
  expect(unchecked.said).not.toContain("The chain holds");
  const asJson = await run("audit", "verify", "--json");
  expect([asJson.code, JSON.parse(asJson.said).checkedEnd]).toEqual([2, false]);
  const exported = (await run("audit", "export")).said;
  expect(exported).toContain('"action":"user.create"');
  const heads = path.join(installation.folder, "heads.jsonl");
  writeFileSync(heads, headOf(exported.trim().split("\n").at(-1) ?? ""));
  expect(await run("audit", "verify", "--heads", heads)).toMatchObject({
    code: 0,
    said: expect.stringContaining("The chain holds."),
  });
  expect(await run("audit", "accept-restore")).toMatchObject({
    code: 1,
    errors: expect.stringContaining("Every entry that was written down is in the chain."),
  });
  rmSync(path.join(installation.folder, "data/encryption-key"));
  const missing = await run("audit", "verify");
  expect([missing.code, missing.said]).toEqual([1, expect.stringContaining("KEY  ")]);
  const unreadable = await run("keys", "check");
  const [, read = "", all = ""] = /^(\d+) of (\d+) secrets decrypt/.exec(unreadable.said) ?? [];
  const forgotten = await run("keys", "forget-lost", String(Number(all) - Number(read)));
  expect(forgotten).toMatchObject({ code: 0 });
  const verified = await run("audit", "verify", "--heads", heads);
  expect(verified).toMatchObject({ code: 0, said: expect.stringContaining("UNPROVEN  Entr") });
  expect(verified.said).toContain(
    `their key was lost, given up by ${os.userInfo().username} with entry`,
  );
}, 60_000);

/** The line of a log that tells of an exported entry. */
function headOf(line: string): string {
  const { seq, mac, keyId, at } = JSON.parse(line);
  const file = path.join(installation.folder, "data/installation-id");
  const of = { installation: readFileSync(file, "utf8").trim(), at: Date.parse(at) };
  return `${JSON.stringify({ auditHead: { ...of, seq, mac, keyId } })}\n`;
}
