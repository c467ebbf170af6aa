import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Permission } from "#lib/auth/permissions";
import { addCredential } from "#lib/credentials/add-credential";
import type { Context } from "#lib/context";
import type { CredentialDto } from "#lib/credentials/dto";
import { auditEntries, instances, retentionPolicies } from "#lib/db/schema/index";
import { createAccountWorld, keysOf, type AccountWorld } from "#lib/testing/account-world";
import { firstKey } from "#lib/testing/aws-world";
import { insertTestToken } from "#lib/testing/people";
import { addInstance } from "./add-instance";
import type { InstanceDto } from "./dto";
import { getInstance } from "./get-instance";
import { pauseInstance } from "./pause-instance";
import { removeInstance } from "./remove-instance";
import { resumeInstance } from "./resume-instance";
import { updateInstance } from "./update-instance";

const REGION = "eu-west-1";

let world: AccountWorld;
let credential: CredentialDto;
let added: InstanceDto;
beforeEach(async () => {
  world = await createAccountWorld();
  credential = await addCredential(world.admin, {
    name: "Production",
    region: REGION,
    ...keysOf(world.key),
  });
  const { accountId } = world.account;
  const { instanceId } = await world.sim.control.createInstance({ accountId, region: REGION });
  added = await addInstance(world.operator, {
    credentialId: credential.id,
    region: REGION,
    instanceId,
  });
});
afterEach(() => world.close());

const update = (changes: object) =>
  updateInstance(world.operator, { instanceId: added.id, ...changes });

const refusal = (call: Promise<unknown>) =>
  call.then(
    () => null,
    (error: unknown) => error,
  );

async function lastAudit() {
  const entries = await world.runtime.db.read
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.targetId, added.id));
  return entries.at(-1);
}

describe("updateInstance", () => {
  it("changes what is said, leaves the rest, and audits both sides", async () => {
    const dto = await update({ rebootOnBackup: true });
    expect(dto).toMatchObject({ rebootOnBackup: true, paused: false });
    expect(dto.schedules).toEqual(added.schedules);
    expect(await lastAudit()).toMatchObject({
      action: "instance.update",
      before: { rebootOnBackup: false },
      after: { rebootOnBackup: true },
    });
  });

  it("asks of a token what the acts by themselves ask", async () => {
    const { actor } = world.operator;
    if (actor.type !== "user") throw new Error("An operator is a person.");
    const { userId, username, role } = actor;
    const { id: tokenId } = await insertTestToken(world.runtime, { userId, scopes: [] });
    const as = (...more: Permission[]): Context => {
      const scopes: Permission[] = ["instances.write", ...more];
      return {
        ...world.operator,
        actor: { type: "token", tokenId, userId, username, role, scopes },
      };
    };
    const instanceId = added.id;
    await updateInstance(as(), { instanceId, rebootOnBackup: true });
    for (const change of [{ paused: true }, { scheduler: "local" as const }]) {
      expect(await refusal(updateInstance(as(), { instanceId, ...change }))).toMatchObject({
        code: "forbidden",
        reason: "scope_required",
      });
    }
    const change = { instanceId, paused: true, scheduler: "local" as const };
    const paused = await updateInstance(as("instances.pause", "schedules.write"), change);
    expect(paused).toMatchObject({ paused: true });
  });

  it("replaces its schedules, and keeps the link of one that stays", async () => {
    const both = await update({ schedules: ["default", "hourly"] });
    expect(both.schedules.map(({ cron }) => cron)).toEqual(["0 2 * * *", "0 * * * *"]);
    expect(both.nextDueAt).toBe("2026-02-01T12:00:00.000Z");
    const one = await update({ schedule: "hourly" });
    expect(one.schedules.map(({ cron }) => cron)).toEqual(["0 * * * *"]);
    const none = await update({ schedule: "none" });
    expect(none).toMatchObject({
      schedules: [],
      nextDueAt: null,
      health: { reason: "no_schedule", action: "choose_schedule" },
    });
  });

  it("what is due already stays due while others are added", async () => {
    world.runtime.clock.set(Date.parse("2026-02-02T02:00:30.000Z"));
    const dto = await update({ schedules: ["default", "hourly"] });
    expect(dto.schedules.map(({ nextDueAt }) => nextDueAt)).toEqual([
      "2026-02-02T02:00:00.000Z",
      "2026-02-02T03:00:00.000Z",
    ]);
  });

  it("a schedule that is refused leaves the ones there were", async () => {
    expect(await refusal(update({ schedules: ["hourly", "60"] }))).toMatchObject({
      code: "validation",
    });
    const dto = await getInstance(world.viewer, { instanceId: added.id });
    expect(dto.schedules).toEqual(added.schedules);
  });

  it("takes another credential of the account that sees the instance", async () => {
    const key = await world.sim.control.createKey({ accountId: world.account.accountId });
    const other = await addCredential(world.admin, {
      name: "Other key",
      region: REGION,
      ...keysOf(key),
    });
    expect(await update({ credentialId: other.id })).toMatchObject({
      credentialName: "Other key",
    });
    await world.sim.control.deny({ accessKeyId: world.key.accessKeyId, action: "ec2:*" });
    expect(await refusal(update({ credentialId: credential.id }))).toMatchObject({
      code: "validation",
      reason: "UnauthorizedOperation",
    });
    const dto = await getInstance(world.viewer, { instanceId: added.id });
    expect(dto.credentialName).toBe("Other key");
  });

  it("refuses a credential of another account", async () => {
    const away = firstKey(await world.sim.control.createAccount({ name: "away" }));
    const other = await addCredential(world.admin, {
      name: "Away",
      region: REGION,
      ...keysOf(away),
    });
    expect(await refusal(update({ credentialId: other.id }))).toMatchObject({
      code: "validation",
      fields: { credentialId: [expect.stringMatching(/./)] },
    });
  });

  it("takes a retention policy that exists, from an administrator", async () => {
    const give = (retentionPolicyId: string | null) =>
      updateInstance(world.admin, { instanceId: added.id, retentionPolicyId });
    const [policy] = await world.runtime.db.read.select().from(retentionPolicies);
    const retentionPolicyId = policy?.id ?? "";
    expect(await give(retentionPolicyId)).toMatchObject({ retentionPolicyId });
    expect(await refusal(give("pol_none"))).toMatchObject({
      fields: { retentionPolicyId: [expect.stringMatching(/./)] },
    });
    expect(await give(null)).toMatchObject({ retentionPolicyId: null });
    expect(await refusal(update({ retentionPolicyId }))).toMatchObject({ code: "forbidden" });
  });

  it.each([
    ["an unknown field", { state: "running" }],
    ["schedule and schedules at once", { schedule: "daily", schedules: [] }],
    ["eleven schedules", { schedules: Array(11).fill("daily") }],
  ])("refuses %s", async (_, changes) => {
    expect(await refusal(update(changes))).toHaveProperty("issues");
  });

  it("needs the permission, and an instance that is protected", async () => {
    const changes = { instanceId: added.id, rebootOnBackup: true };
    expect(await refusal(updateInstance(world.viewer, changes))).toMatchObject({
      code: "forbidden",
    });
    const unknown = { ...changes, instanceId: "ins_none" };
    expect(await refusal(updateInstance(world.operator, unknown))).toMatchObject({
      code: "not_found",
    });
    await removeInstance(world.admin, { instanceId: added.id });
    expect(await refusal(update({ rebootOnBackup: true }))).toMatchObject({ code: "not_found" });
  });
});

describe("pausing", () => {
  const target = () => ({ instanceId: added.id });

  it("nothing is due until it is resumed, and then the next moment, not the missed ones", async () => {
    const paused = await pauseInstance(world.operator, target());
    expect(paused).toMatchObject({
      paused: true,
      nextDueAt: null,
      health: { status: "paused", action: "resume" },
    });
    world.runtime.clock.advance(3 * 24 * 3_600_000);
    const resumed = await resumeInstance(world.operator, target());
    expect(resumed).toMatchObject({ paused: false, nextDueAt: "2026-02-05T02:00:00.000Z" });
    expect(await lastAudit()).toMatchObject({ action: "instance.resume" });
  });

  it("twice changes nothing and is audited once", async () => {
    await pauseInstance(world.operator, target());
    await pauseInstance(world.operator, target());
    const entries = await world.runtime.db.read.select().from(auditEntries);
    expect(entries.filter(({ action }) => action === "instance.pause")).toHaveLength(1);
  });

  it("by PATCH is the same", async () => {
    expect(await update({ paused: true })).toMatchObject({ paused: true, nextDueAt: null });
    expect(await update({ paused: false })).toMatchObject({ nextDueAt: added.nextDueAt });
  });

  it("a schedule chosen while it is paused rests as well", async () => {
    await pauseInstance(world.operator, target());
    expect(await update({ schedule: "hourly" })).toMatchObject({ paused: true, nextDueAt: null });
    const resumed = await resumeInstance(world.operator, target());
    expect(resumed.nextDueAt).toBe("2026-02-01T12:00:00.000Z");
  });

  it("needs the permission, and an instance that exists", async () => {
    expect(await refusal(pauseInstance(world.viewer, target()))).toMatchObject({
      code: "forbidden",
    });
    expect(await refusal(resumeInstance(world.viewer, target()))).toMatchObject({
      code: "forbidden",
    });
    const unknown = { instanceId: "ins_none" };
    expect(await refusal(pauseInstance(world.operator, unknown))).toMatchObject({
      code: "not_found",
    });
    const rows = await world.runtime.db.read.select().from(instances);
    expect(rows.map(({ paused }) => paused)).toEqual([false]);
  });
});
