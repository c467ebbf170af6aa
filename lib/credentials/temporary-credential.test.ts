import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { discoveredInstances, instances } from "#lib/db/schema/index";
import { protectDiscovered } from "#lib/discovery/protect-discovered";
import { createRule } from "#lib/discovery/rules/create-rule";
import { listRuleRows } from "#lib/discovery/rules/rules.repo";
import { chooseScheduler } from "#lib/eventbridge/choose-scheduler";
import { addInstance } from "#lib/instances/add-instance";
import { rescheduleInstances } from "#lib/instances/reschedule-instances";
import { updateInstance } from "#lib/instances/update-instance";
import { keysOf } from "#lib/testing/account-world";
import { createDiscoveryWorld, HOME, type DiscoveryWorld } from "#lib/testing/discovery-world";
import { addCredential } from "./add-credential";
import { deleteCredential } from "./delete-credential";
import type { CredentialDto } from "./dto";
import { updateCredential } from "./update-credential";

const REFUSED = { code: "precondition_failed", reason: "TemporaryCredential" };

let world: DiscoveryWorld;
let trial: CredentialDto;
beforeEach(async () => {
  world = await createDiscoveryWorld();
  trial = await addCredential(world.admin, {
    name: "Trial",
    region: HOME,
    ...(await sessionKeys()),
    expiresAt: "2026-11-27T12:00:00+02:00",
  });
});
afterEach(() => world.close());

async function sessionKeys() {
  const { accountId } = world.account;
  const { accessKeyId, secretAccessKey, sessionToken } = await world.sim.control.createSession({
    accountId,
  });
  if (sessionToken === undefined) throw new Error("A session has a token.");
  return { kind: "session" as const, accessKeyId, secretAccessKey, sessionToken };
}

const add = async (credentialId: string, schedules?: []) =>
  addInstance(world.operator, {
    credentialId,
    region: HOME,
    instanceId: await world.launch(),
    ...(schedules ? { schedules } : {}),
  });

describe("temporary keys", () => {
  it("say that they are, and when they end", () => {
    expect(trial).toMatchObject({ temporary: true, expiresAt: "2026-11-27T10:00:00.000Z" });
    expect(world.credential).toMatchObject({ temporary: false, expiresAt: null });
  });

  it("back up by hand, and carry no schedule and nothing that AWS starts", async () => {
    await expect(add(trial.id)).rejects.toMatchObject(REFUSED);
    const { id } = await add(trial.id, []);
    await expect(
      updateInstance(world.operator, { instanceId: id, schedules: ["default"] }),
    ).rejects.toMatchObject(REFUSED);
    await expect(
      chooseScheduler(world.admin, { instanceId: id, scheduler: "eventbridge" }),
    ).rejects.toMatchObject(REFUSED);
    const many = await rescheduleInstances(world.operator, {
      ids: [id],
      schedules: ["default"],
    }).catch((error: unknown) => error);
    expect(JSON.stringify(many)).toContain("temporary");
  });

  it("do not replace lasting ones under a schedule", async () => {
    const { id } = await add(world.credential.id);
    const change = { instanceId: id, credentialId: trial.id };
    await expect(updateInstance(world.operator, change)).rejects.toMatchObject(REFUSED);
    await expect(
      updateCredential(world.admin, {
        credentialId: world.credential.id,
        keys: await sessionKeys(),
      }),
    ).rejects.toMatchObject({ code: "conflict", reason: "TemporaryCredential" });
  });

  it("that assume a role make it as temporary as they are", async () => {
    const away = await world.sim.control.createAccount({ name: "away" });
    const { arn: roleArn } = await world.sim.control.createRole({
      accountId: away.accountId,
      name: "AmiVault",
      trusts: [world.account.accountId],
    });
    const role = await addCredential(world.admin, {
      name: "Away",
      region: HOME,
      kind: "assume_role",
      roleArn,
      sourceCredentialId: trial.id,
    });
    const instanceId = await world.launch({ accountId: away.accountId });
    const wanted = { credentialId: role.id, region: HOME, instanceId };
    await expect(addInstance(world.operator, wanted)).rejects.toMatchObject(REFUSED);
    // Its source lasts: now it may.
    await updateCredential(world.admin, { credentialId: trial.id, keys: keysOf(world.key) });
    const { id } = await addInstance(world.operator, wanted);
    await expect(
      updateCredential(world.admin, { credentialId: trial.id, keys: await sessionKeys() }),
    ).rejects.toMatchObject({ reason: "TemporaryCredential" });
    expect(id).toBeDefined();
  });

  it("are passed over for what is discovered where the account has lasting ones", async () => {
    await world.launch();
    await world.discover();
    const { read } = world.runtime.db;
    await world.runtime.db.write((tx) =>
      tx.update(discoveredInstances).set({ credentialId: trial.id }),
    );
    const [found] = await read.select().from(discoveredInstances);
    const answer = await protectDiscovered(world.operator, { discoveredIds: [found?.id ?? ""] });
    expect(answer.items).toMatchObject([{ ok: true }]);
    const [stored] = await read.select().from(instances);
    expect(stored?.credentialId).toBe(world.credential.id);
  });

  it("alone, protect nothing that is discovered, by hand or by a rule, and say why", async () => {
    await deleteCredential(world.admin, { credentialId: world.credential.id });
    await world.launch();
    await world.discover();
    const [found] = await world.runtime.db.read.select().from(discoveredInstances);
    const answer = await protectDiscovered(world.operator, { discoveredIds: [found?.id ?? ""] });
    expect(answer.items).toMatchObject([{ ok: false, error: { code: "precondition_failed" } }]);
    await createRule(world.admin, { name: "Everything", conditions: [] });
    await world.work();
    expect(await world.runtime.db.read.select().from(instances)).toEqual([]);
    const [rule] = await listRuleRows(world.runtime.db.read);
    expect(rule?.error).toContain("temporary");
  });
});
