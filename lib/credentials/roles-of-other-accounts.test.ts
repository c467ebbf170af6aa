import { afterEach, beforeEach, expect, it } from "vitest";
import { isNull } from "drizzle-orm";
import type { Context } from "#lib/context";
import { alerts } from "#lib/db/schema/index";
import { createRule } from "#lib/discovery/rules/create-rule";
import { deleteRule } from "#lib/discovery/rules/delete-rule";
import { getRule } from "#lib/discovery/rules/get-rule";
import { addInstance } from "#lib/instances/add-instance";
import { keysOf } from "#lib/testing/account-world";
import { createDiscoveryWorld, HOME, type DiscoveryWorld } from "#lib/testing/discovery-world";
import { limitedTo } from "#lib/testing/people";
import type { Role } from "../db/schema/constants";
import { addCredential } from "./add-credential";
import { deleteCredential } from "./delete-credential";
import type { CredentialDto } from "./dto";
import { updateCredential } from "./update-credential";

/** One account's keys assume a role in another: whoever sees one of the two hears nothing of the other. */
let world: DiscoveryWorld;
let source: CredentialDto;
let role: CredentialDto;
let awayId: string;
beforeEach(async () => {
  world = await createDiscoveryWorld();
  const away = await world.sim.control.createAccount({ name: "away" });
  awayId = away.accountId;
  const { arn: roleArn } = await world.sim.control.createRole({
    accountId: awayId,
    name: "AmiVault",
    trusts: [world.account.accountId],
  });
  const keys = { region: HOME, ...keysOf(world.key) };
  source = await addCredential(world.admin, { name: "Homely keys", ...keys });
  role = await addCredential(world.admin, {
    name: "Faraway role",
    region: HOME,
    kind: "assume_role",
    roleArn,
    sourceCredentialId: source.id,
  });
});
afterEach(() => world.close());

const seeing = (accountRef: string, as: Role = "admin") =>
  limitedTo(world.runtime, { role: as, accounts: [accountRef] });

async function temporary() {
  const { accountId } = world.account;
  const session = await world.sim.control.createSession({ accountId });
  const { accessKeyId, secretAccessKey, sessionToken = "" } = session;
  return { kind: "session" as const, accessKeyId, secretAccessKey, sessionToken };
}

const launch = (by: Context) =>
  world
    .launch({ accountId: awayId, name: "faraway-db" })
    .then((instanceId) => addInstance(by, { credentialId: role.id, region: HOME, instanceId }));

const words = (error: unknown) =>
  JSON.stringify([Reflect.get(Object(error), "message"), Reflect.get(Object(error), "fields")]);

it("what keeps a credential is named as far as it is seen", async () => {
  const credentialId = source.id;
  const refusal = deleteCredential(await seeing(source.accountRef), { credentialId });
  await expect(refusal).rejects.toMatchObject({
    code: "conflict",
    message: "Roles of accounts that you may not see are assumed with this credential.",
  });
  await expect(deleteCredential(world.admin, { credentialId })).rejects.toMatchObject({
    message: "Roles are assumed with this credential: Faraway role.",
  });
});

it("whose schedules rest on it, too", async () => {
  await launch(world.admin);
  const change = { credentialId: source.id, keys: await temporary() };
  const refusal = updateCredential(await seeing(source.accountRef), change);
  await expect(refusal).rejects.toMatchObject({
    reason: "TemporaryCredential",
    message: expect.stringContaining("of accounts that you may not see"),
  });
  expect(words(await refusal.catch((error: unknown) => error))).not.toContain("faraway");
  const told = updateCredential(world.admin, change);
  await expect(told).rejects.toMatchObject({ message: expect.stringContaining("faraway-db") });
});

it("keys that end are named by what is assumed with them, where they are another account's", async () => {
  await updateCredential(world.admin, { credentialId: source.id, keys: await temporary() });
  const refusal = launch(await seeing(role.accountRef, "operator"));
  await expect(refusal).rejects.toMatchObject({ reason: "TemporaryCredential" });
  const text = words(await refusal.catch((error: unknown) => error));
  expect(text).toContain("Faraway role");
  expect(text).not.toContain("Homely keys");
});

it("a rule for every account names no credential that everybody reads of, one for one account does", async () => {
  await updateCredential(world.admin, { credentialId: source.id, keys: await temporary() });
  await deleteCredential(world.admin, { credentialId: world.credential.id });
  await world.launch();
  await world.discover();
  const told = async (accountRefs: string[] | null) => {
    const named = { name: `Rule of ${accountRefs?.length ?? "all"}`, accountRefs };
    const { id } = await createRule(world.admin, { ...named, conditions: [] });
    await world.work();
    const { error } = await getRule(world.viewer, { ruleId: id });
    const ofAway = await getRule(await seeing(role.accountRef), { ruleId: id }).catch(() => null);
    expect(ofAway?.error ?? "").not.toContain(source.accountId);
    const open = await world.runtime.db.read.select().from(alerts).where(isNull(alerts.closedAt));
    const messages = open.filter(({ cause }) => cause.endsWith(id)).map(({ message }) => message);
    await deleteRule(world.admin, { ruleId: id });
    return JSON.stringify([error, messages]);
  };
  const ofAll = await told(null);
  expect(ofAll).toMatch(/temporary.*temporary/);
  expect(ofAll).not.toContain("Homely keys");
  // Whoever sees it reads which account it is; what is stored and sent for everybody does not tell.
  expect(ofAll.split(source.accountId)).toHaveLength(2);
  expect(ofAll).toContain(`["${source.accountId} has temporary keys alone`);
  expect(await told([source.accountRef])).toMatch(/Homely keys.*Homely keys/);
});
