import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { alerts, auditEntries, credentials, events } from "#lib/db/schema/index";
import { addInstance } from "#lib/instances/add-instance";
import { removeInstance } from "#lib/instances/remove-instance";
import { createAccountWorld, keysOf, type AccountWorld } from "#lib/testing/account-world";
import { userContext } from "#lib/testing/contexts";
import { firstKey } from "#lib/testing/aws-world";
import { AwsCallError } from "#lib/aws/aws-call-error";
import { addCredential } from "./add-credential";
import { deleteCredential } from "./delete-credential";
import type { CredentialDto } from "./dto";
import { getCredential } from "./get-credential";
import { listCredentials } from "./list-credentials";
import { noteCredentialHealth } from "./note-credential-health";
import { suggestExternalId } from "./external-id";
import { updateCredential } from "./update-credential";
import { validateCredential } from "./validate-credential";

const REGION = "eu-west-1";

let world: AccountWorld;
let saved: CredentialDto;
beforeEach(async () => {
  world = await createAccountWorld();
  const input = { name: "Production", region: REGION, ...keysOf(world.key) };
  saved = await addCredential(world.admin, input);
});
afterEach(() => world.close());

async function audited(): Promise<string[]> {
  const entries = await world.runtime.db.read
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.targetId, saved.id));
  return entries.map(({ action }) => action).filter((action) => action !== "credential.add");
}

async function sealed(): Promise<string | null> {
  const [row] = await world.runtime.db.read
    .select({ secret: credentials.secret })
    .from(credentials)
    .where(eq(credentials.id, saved.id));
  return row?.secret ?? null;
}

const update = (changes: object) =>
  updateCredential(world.admin, { credentialId: saved.id, ...changes });

describe("updateCredential", () => {
  it("renames without asking AWS", async () => {
    const { lastSeq } = await world.sim.control.calls({});
    expect(await update({ name: "Renamed" })).toMatchObject({ name: "Renamed" });
    expect((await world.sim.control.calls({ afterSeq: lastSeq })).items).toEqual([]);
    expect(await audited()).toEqual(["credential.update"]);
  });

  it("rotates keys of the same account, and uses them from then on", async () => {
    const before = await sealed();
    const key = await world.sim.control.createKey({ accountId: saved.accountId });
    const dto = await update({ keys: keysOf(key) });
    expect(dto.accessKeyIdLast4).toBe(key.accessKeyId.slice(-4));
    expect(await sealed()).not.toBe(before);
    expect(await audited()).toEqual(["credential.rotate"]);

    await world.sim.control.deleteKey({ accessKeyId: world.key.accessKeyId });
    expect(await validateCredential(world.admin, { credentialId: saved.id })).toMatchObject({
      ok: true,
    });
  });

  it("refuses keys of another account, and keeps those it has", async () => {
    const before = await sealed();
    const other = firstKey(await world.sim.control.createAccount({ name: "other" }));
    await expect(update({ keys: keysOf(other) })).rejects.toMatchObject({
      code: "conflict",
      reason: "OtherAccount",
      message: expect.stringContaining(saved.accountId),
    });
    expect(await sealed()).toBe(before);
    expect(await audited()).toEqual([]);
  });

  it("refuses keys that AWS does not know", async () => {
    const keys = { ...keysOf(world.key), secretAccessKey: "wrong" };
    await expect(update({ keys })).rejects.toMatchObject({ code: "validation" });
    expect(await audited()).toEqual([]);
  });

  it("takes another region only when it is real and enabled", async () => {
    expect(await update({ region: "us-east-1" })).toMatchObject({ region: "us-east-1" });
    await expect(update({ region: "xx-north-1" })).rejects.toMatchObject({
      message: "There is no region xx-north-1.",
      suggestion: expect.stringContaining("eu-west-1"),
    });
    await expect(update({ region: "eu-south-1" })).rejects.toMatchObject({
      message: "The region eu-south-1 is not enabled for this account.",
    });
  });

  it("a name that is taken is a conflict", async () => {
    await addCredential(world.admin, { name: "Second", region: REGION, ...keysOf(world.key) });
    await expect(update({ name: "Second" })).rejects.toMatchObject({ code: "conflict" });
  });

  it("a role that would be assumed with itself is refused", async () => {
    const keys = {
      kind: "assume_role",
      roleArn: "arn:aws:iam::123456789012:role/x",
      sourceCredentialId: saved.id,
    };
    await expect(update({ keys })).rejects.toMatchObject({ code: "validation" });
  });

  it("needs the permission, and a credential that exists", async () => {
    const changes = { credentialId: saved.id, name: "x" };
    await expect(updateCredential(world.operator, changes)).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(
      updateCredential(world.admin, { credentialId: "crd_none", name: "x" }),
    ).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("validateCredential", () => {
  const validate = () => validateCredential(world.admin, { credentialId: saved.id });

  it("keeps AWS's no in words, and clears it with the next yes", async () => {
    const { accessKeyId } = world.key;
    await world.sim.control.setKeyStatus({ accessKeyId, status: "Inactive" });
    const no = await validate();
    expect(no).toMatchObject({ ok: false, code: "InvalidClientTokenId" });
    expect(no.suggestion).toContain("active");
    expect(no.credential.validationError).toBe(no.message);

    await world.sim.control.setKeyStatus({ accessKeyId, status: "Active" });
    const yes = await validate();
    expect(yes).toMatchObject({ ok: true, credential: { validationError: null } });
    expect(await audited()).toEqual(["credential.validate", "credential.validate"]);
  });

  /** Somebody stores other keys right after AWS has answered about the old ones. */
  async function rotateDuringTheCheck(): Promise<void> {
    const { aws } = world.runtime;
    const identify = aws.identifySaved.bind(aws);
    const key = await world.sim.control.createKey({ accountId: saved.accountId });
    aws.identifySaved = async (id) => {
      aws.identifySaved = identify;
      try {
        return await identify(id);
      } finally {
        await update({ keys: keysOf(key) });
      }
    };
  }

  it("holds nothing of the old keys against new ones that were stored meanwhile", async () => {
    const { accessKeyId } = world.key;
    await world.sim.control.setKeyStatus({ accessKeyId, status: "Inactive" });
    await rotateDuringTheCheck();
    const stale = await validate();
    expect(stale).toMatchObject({ ok: false, code: "ChangedMeanwhile" });
    expect(stale.credential).toMatchObject({ validationError: null, permissions: null });
    expect(await world.runtime.db.read.$count(alerts)).toBe(0);
    expect(await audited()).toEqual(["credential.rotate", "credential.validate"]);
    expect(await validate()).toMatchObject({ ok: true });
  });

  it("says nothing good of a role either once the keys that assume it were changed", async () => {
    const away = await world.sim.control.createAccount({ name: "away" });
    const role = await world.sim.control.createRole({
      accountId: away.accountId,
      name: "AmiVault",
      trusts: [saved.accountId],
    });
    const { id: credentialId } = await addCredential(world.admin, {
      name: "Role",
      region: REGION,
      kind: "assume_role",
      roleArn: role.arn,
      sourceCredentialId: saved.id,
    });
    await rotateDuringTheCheck();
    expect(await validateCredential(world.admin, { credentialId })).toMatchObject({
      ok: false,
      code: "ChangedMeanwhile",
    });
  });

  it("is no verdict of a job either where the keys were changed before it was written", async () => {
    const { accessKeyId } = world.key;
    await world.sim.control.setKeyStatus({ accessKeyId, status: "Inactive" });
    const met = await world.runtime.aws.identifySaved(saved.id).catch((error: unknown) => error);
    if (!(met instanceof AwsCallError)) throw new Error("AWS refuses the key.");
    await rotateDuringTheCheck();
    await noteCredentialHealth(world.admin, { credentialId: saved.id, region: REGION, error: met });
    const { validationError } = await getCredential(world.admin, { credentialId: saved.id });
    expect(validationError).toBeNull();
    expect(await world.runtime.db.read.$count(alerts)).toBe(0);
  });

  it("holds nothing against a credential that could not be asked about", async () => {
    await world.sim.control.addFault({ scope: { service: "sts" }, effect: { kind: "html" } });
    const unknown = await validate();
    expect(unknown).toMatchObject({ ok: false, code: "UnreadableAnswer" });
    expect(unknown.credential.validationError).toBeNull();
  });

  it("needs the permission, and a credential that exists", async () => {
    const credentialId = saved.id;
    await expect(validateCredential(world.viewer, { credentialId })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(
      validateCredential(world.admin, { credentialId: "crd_none" }),
    ).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("deleteCredential", () => {
  const remove = () => deleteCredential(world.admin, { credentialId: saved.id });

  it("erases the secret, keeps the record for the audit log, and frees the name", async () => {
    await remove();
    expect(await sealed()).toBeNull();
    expect(await audited()).toEqual(["credential.delete"]);
    await expect(getCredential(world.admin, { credentialId: saved.id })).rejects.toMatchObject({
      code: "not_found",
    });
    const told = await world.runtime.db.read.select().from(events);
    expect(told.at(-1)).toMatchObject({ entityId: saved.id, data: { deleted: true } });
    await addCredential(world.admin, { name: "Production", region: REGION, ...keysOf(world.key) });
  });

  it("is refused while instances need it, and names them", async () => {
    const { accountId } = world.account;
    const { instanceId } = await world.sim.control.createInstance({
      accountId,
      region: REGION,
      name: "web",
    });
    const instance = await addInstance(world.admin, {
      credentialId: saved.id,
      region: REGION,
      instanceId,
    });
    const shown = await getCredential(world.viewer, { credentialId: saved.id });
    expect(shown.usedByCount).toBe(1);
    await expect(remove()).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining(`web (${instanceId})`),
      link: `/instances?credentialId=${saved.id}`,
    });
    expect(await sealed()).not.toBeNull();

    await removeInstance(world.admin, { instanceId: instance.id });
    await remove();
  });

  it("is refused while a role is assumed with it", async () => {
    const away = await world.sim.control.createAccount({ name: "away" });
    const role = await world.sim.control.createRole({
      accountId: away.accountId,
      name: "AmiVault",
      trusts: [world.account.accountId],
    });
    await addCredential(world.admin, {
      name: "Role",
      region: REGION,
      kind: "assume_role",
      roleArn: role.arn,
      sourceCredentialId: saved.id,
    });
    await expect(remove()).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("Role"),
    });
  });

  it("needs the permission, and a credential that exists", async () => {
    const credentialId = saved.id;
    await expect(deleteCredential(world.operator, { credentialId })).rejects.toMatchObject({
      code: "forbidden",
    });
    await remove();
    await expect(remove()).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("listCredentials", () => {
  it("pages by name without losing or repeating one", async () => {
    for (const name of ["zeta", "alpha", "<b>", "🙂"]) {
      await addCredential(world.admin, { name, region: REGION, ...keysOf(world.key) });
    }
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listCredentials(world.viewer, { limit: 2, cursor });
      expect(page.total).toBe(5);
      names.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(names).toEqual(["<b>", "alpha", "Production", "zeta", "🙂"]);
  });
});

describe("searching credentials", () => {
  it("finds by part of a name and of the account, takes no pattern, and counts", async () => {
    await addCredential(world.admin, { name: "100% spare", region: REGION, ...keysOf(world.key) });
    const named = async (search: string) => {
      const { items, total } = await listCredentials(world.viewer, { search });
      expect(total).toBe(items.length);
      return items.map(({ name }) => name);
    };
    expect(await named("prod")).toEqual(["Production"]);
    expect(await named("%")).toEqual(["100% spare"]);
    expect(await named(saved.accountId.slice(2, 8))).toEqual(["100% spare", "Production"]);
    expect(await named("nowhere")).toEqual([]);
  });
});

describe("suggestExternalId", () => {
  it("is another for each person, of what AWS allows, and not for everyone", async () => {
    const first = await suggestExternalId(world.admin);
    expect(first).toMatch(/^amivault-[A-Za-z0-9]{24}[0-9a-f]{32}$/);
    const other = userContext(world.runtime, "admin", { userId: "usr_other" });
    expect(await suggestExternalId(other)).not.toBe(first);
    await expect(suggestExternalId(world.viewer)).rejects.toThrow("role");
  });
});
