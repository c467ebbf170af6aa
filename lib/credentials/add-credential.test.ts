import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { auditEntries, credentials, events } from "#lib/db/schema/index";
import { createLogger } from "#lib/logger";
import { createAccountWorld, keysOf, type AccountWorld } from "#lib/testing/account-world";
import { anonymousContext } from "#lib/testing/contexts";
import { addCredential } from "./add-credential";
import { suggestExternalId } from "./external-id";
import { getCredential } from "./get-credential";
import { listCredentials } from "./list-credentials";
import type { AddCredentialInput } from "./schemas";

const REGION = "eu-west-1";

let world: AccountWorld;
beforeEach(async () => {
  world = await createAccountWorld();
});
afterEach(() => world.close());

function input(change: Record<string, unknown> = {}): AddCredentialInput {
  const base = { name: "Production", region: REGION, ...keysOf(world.key) };
  return { ...base, ...change } as AddCredentialInput;
}

const refusal = (change: Record<string, unknown>) =>
  addCredential(world.admin, input(change)).then(
    () => null,
    (error: unknown) => error,
  );

const rows = () => world.runtime.db.read.select().from(credentials);

describe("addCredential", () => {
  it("stores who the keys are, audits it and tells open pages", async () => {
    const dto = await addCredential(world.admin, input());

    expect(dto).toMatchObject({
      name: "Production",
      kind: "access_key",
      accountId: world.account.accountId,
      partition: "aws",
      region: REGION,
      accessKeyIdLast4: world.key.accessKeyId.slice(-4),
      hasSecret: true,
      validationError: null,
      usedByCount: 0,
    });
    const read = world.runtime.db.read;
    const audit = await read.select().from(auditEntries).where(eq(auditEntries.targetId, dto.id));
    expect(audit).toMatchObject([{ action: "credential.add", accountRef: dto.accountRef }]);
    const told = await read.select().from(events).where(eq(events.entityId, dto.id));
    expect(told).toMatchObject([{ type: "credential.changed", accountRef: dto.accountRef }]);
  });

  it("takes keys with the blanks and line breaks of a paste", async () => {
    const dto = await addCredential(
      world.admin,
      input({
        accessKeyId: `  ${world.key.accessKeyId}\r\n`,
        secretAccessKey: `\t${world.key.secretAccessKey} \n`,
      }),
    );
    expect(dto.accountId).toBe(world.account.accountId);
  });

  it("serves one account once, however many credentials reach it", async () => {
    const first = await addCredential(world.admin, input());
    const second = await addCredential(world.admin, input({ name: "Second" }));
    expect(second.accountRef).toBe(first.accountRef);
    expect((await listCredentials(world.viewer)).items.map(({ name }) => name)).toEqual([
      "Production",
      "Second",
    ]);
  });

  it("takes a session's keys with their token", async () => {
    const { accountId } = world.account;
    const session = await world.sim.control.createSession({ accountId });
    const { accessKeyId, secretAccessKey, sessionToken } = session;
    const change = { kind: "session", accessKeyId, secretAccessKey, sessionToken };
    expect(await addCredential(world.admin, input(change))).toMatchObject({
      kind: "session",
      accountId,
    });
    const wrong = await refusal({ ...change, name: "x", sessionToken: "d3JvbmctdG9rZW4" });
    expect(wrong).toMatchObject({ code: "validation", reason: "InvalidClientTokenId" });
  });

  it("assumes a role with a saved credential or with keys of its own", async () => {
    const externalId = await suggestExternalId(world.admin);
    const away = await world.sim.control.createAccount({ name: "away" });
    const role = await world.sim.control.createRole({
      accountId: away.accountId,
      name: "AmiVault",
      trusts: [world.account.accountId],
      externalId,
    });
    const source = await addCredential(world.admin, input());
    const base = { name: "Role", region: REGION, kind: "assume_role" as const, roleArn: role.arn };
    const saved = await addCredential(world.admin, {
      ...base,
      externalId,
      sourceCredentialId: source.id,
      accessKeyId: "",
    });
    expect(saved).toMatchObject({ accountId: away.accountId, hasSecret: false });
    const own = await addCredential(world.admin, {
      ...base,
      ...keysOf(world.key),
      kind: "assume_role",
      name: "Own",
      externalId,
    });
    expect(own).toMatchObject({ accountId: away.accountId, hasSecret: true });

    const refused = addCredential(world.admin, {
      ...base,
      name: "No",
      externalId: await suggestExternalId(world.admin),
      sourceCredentialId: source.id,
    });
    await expect(refused).rejects.toMatchObject({
      code: "validation",
      reason: "AccessDenied",
      fields: { roleArn: [expect.stringContaining(role.arn)] },
    });
  });
});

describe("keys that AWS refuses", () => {
  it.each([
    ["an unknown key", { accessKeyId: "AKIAEXAMPLEUNKNOWN00" }, "accessKeyId"],
    ["a wrong secret", { secretAccessKey: "wrong" }, "secretAccessKey"],
  ])("%s is named beside its field, and nothing is stored", async (_, change, field) => {
    const error = await refusal(change);
    expect(error).toMatchObject({
      code: "validation",
      suggestion: expect.stringMatching(/\S/),
      fields: { [field]: [expect.stringMatching(/\S/)] },
    });
    expect(await rows()).toEqual([]);
  });

  it("keys that may not read are refused with the statement to add", async () => {
    const { accountId } = world.account;
    await world.sim.control.deny({ accountId, action: "ec2:DescribeInstances" });
    expect(await refusal({})).toMatchObject({
      code: "validation",
      reason: "UnauthorizedOperation",
      suggestion: expect.stringContaining('"Action":"ec2:DescribeInstances"'),
    });
    expect(await rows()).toEqual([]);
  });

  it("keys that may not list regions are taken: reading is what they are for", async () => {
    const { accountId } = world.account;
    await world.sim.control.deny({ accountId, action: "ec2:DescribeRegions" });
    expect(await addCredential(world.admin, input())).toMatchObject({ accountId });
  });

  it("what nobody could ask is a failed call, not the person's fault", async () => {
    await world.sim.control.addFault({ scope: { service: "sts" }, effect: { kind: "html" } });
    expect(await refusal({})).toMatchObject({ code: "upstream", reason: "UnreadableAnswer" });
    expect(await rows()).toEqual([]);
  });
});

describe("bad input", () => {
  it.each([
    ["no name", { name: " " }, "name"],
    ["a name with a line break", { name: "a\nb" }, "name"],
    ["a name of 300 characters", { name: "x".repeat(300) }, "name"],
    ["a region that is none", { region: "Frankfurt" }, "region"],
    ["a key with a blank inside", { accessKeyId: "AKIA EXAMPLE" }, "accessKeyId"],
    ["a key in quotes", { secretAccessKey: '"abc"' }, "secretAccessKey"],
    ["no secret", { secretAccessKey: "" }, "secretAccessKey"],
    ["an unknown kind", { kind: "root" }, "kind"],
    ["a session without its token", { kind: "session" }, "sessionToken"],
    ["a role without an ARN", { kind: "assume_role" }, "roleArn"],
  ])("%s is refused before AWS is asked", async (_, change, field) => {
    const error = await refusal(change);
    expect(error).toMatchObject({ issues: [{ path: [field] }] });
    expect((await world.sim.control.calls({})).items).toEqual([]);
  });

  it("a role needs a source, and only one", async () => {
    const role = { kind: "assume_role", roleArn: "arn:aws:iam::123456789012:role/x" };
    const none = await refusal({ ...role, accessKeyId: "", secretAccessKey: "" });
    expect(none).toMatchObject({ issues: [{ path: ["sourceCredentialId"] }] });
    const both = await refusal({ ...role, sourceCredentialId: "crd_1" });
    expect(both).toMatchObject({ issues: [{ path: ["sourceCredentialId"] }] });
  });

  it("a name that is taken is a conflict, also for two at once", async () => {
    await addCredential(world.admin, input());
    expect(await refusal({})).toMatchObject({
      code: "conflict",
      fields: { name: [expect.stringMatching(/./)] },
    });
    const both = await Promise.allSettled(
      [1, 2].map(() => addCredential(world.admin, input({ name: "Twice" }))),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "conflict" },
    });
  });

  it("keys of AWS's own form are asked for where there is no emulator", async () => {
    const { awsEndpointUrl: _, ...config } = world.runtime.config;
    const runtime = { ...world.runtime, config: { ...config, awsEndpointUrl: undefined } };
    const error = await addCredential(
      { ...world.admin, runtime },
      input({ accessKeyId: "testing", secretAccessKey: "short" }),
    ).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: "validation",
      fields: {
        accessKeyId: [expect.stringMatching(/AKIA/)],
        secretAccessKey: [expect.stringMatching(/40/)],
      },
    });
  });
});

describe("who may", () => {
  it.each(["viewer", "operator"] as const)("not a %s", async (role) => {
    await expect(addCredential(world[role], input())).rejects.toMatchObject({ code: "forbidden" });
    expect((await world.sim.control.calls({})).items).toEqual([]);
  });

  it("nobody without signing in", async () => {
    const nobody = anonymousContext(world.runtime);
    await expect(addCredential(nobody, input())).rejects.toMatchObject({ code: "unauthorized" });
  });

  it("nobody brings in an account they may not act in", async () => {
    const limited = { ...world.admin, accounts: ["acc_other"] };
    await expect(addCredential(limited, input())).rejects.toMatchObject({ code: "forbidden" });
    expect(await rows()).toEqual([]);
  });

  it("a credential of another's account does not exist", async () => {
    const { id } = await addCredential(world.admin, input());
    const limited = { ...world.viewer, accounts: ["acc_other"] };
    await expect(getCredential(limited, { credentialId: id })).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await listCredentials(limited)).toMatchObject({ items: [], total: 0 });
  });
});

describe("a secret", () => {
  it("is in no file, log line, answer, audit entry or error", async () => {
    const lines: string[] = [];
    const log = createLogger({
      component: "test",
      level: "trace",
      destination: { write: (line: string) => void lines.push(line) },
    });
    const canary = await createAccountWorld({ overrides: { log } });
    try {
      const { accountId } = await canary.sim.control.createAccount({ name: "canary" });
      const session = await canary.sim.control.createSession({ accountId });
      const { accessKeyId, secretAccessKey, sessionToken = "" } = session;
      const keys = { kind: "session" as const, accessKeyId, secretAccessKey, sessionToken };
      const dto = await addCredential(canary.admin, { name: "Canary", region: REGION, ...keys });
      await canary.sim.control.addFault({ scope: { service: "sts" }, effect: { kind: "html" } });
      const error = await addCredential(canary.admin, {
        name: "Fails",
        region: REGION,
        ...keys,
        secretAccessKey: `${secretAccessKey}x`,
      }).catch((thrown: unknown) => thrown);
      canary.runtime.log.error({ err: error }, "request failed");
      const seen = [
        JSON.stringify(dto),
        inspectAll(error),
        lines.join("\n"),
        ...readdirSync(canary.runtime.folder).map((file) =>
          readFileSync(path.join(canary.runtime.folder, file), "latin1"),
        ),
      ].join("\n");
      expect(seen).toContain(dto.id);
      for (const secret of [secretAccessKey, sessionToken, accessKeyId]) {
        expect(secret.length).toBeGreaterThan(10);
        expect(seen.includes(secret)).toBe(false);
      }
    } finally {
      await canary.close();
    }
  });
});

/** The error with its causes and everything that hangs on them. */
function inspectAll(error: unknown): string {
  const parts: string[] = [];
  for (let current = error; current instanceof Error; current = current.cause) {
    const own = Object.fromEntries(
      Object.getOwnPropertyNames(current).map((name) => [
        name,
        Reflect.get(current as object, name),
      ]),
    );
    parts.push(String(current.stack), JSON.stringify({ ...own, cause: undefined }));
  }
  return parts.join("\n");
}
