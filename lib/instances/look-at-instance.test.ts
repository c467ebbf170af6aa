import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { InstanceView } from "#simulator/control/views";
import { addCredential } from "#lib/credentials/add-credential";
import type { CredentialDto } from "#lib/credentials/dto";
import { auditEntries, scheduleLinks } from "#lib/db/schema/index";
import { createAccountWorld, keysOf, type AccountWorld } from "#lib/testing/account-world";
import { addInstance } from "./add-instance";
import { checkInstance } from "./check-instance";
import type { InstanceDto } from "./dto";
import { getInstance } from "./get-instance";
import { listInstances } from "./list-instances";
import { removeInstance } from "./remove-instance";
import { validateInstance } from "./validate-instance";

const REGION = "eu-west-1";
const HOSTILE = `<img src=x onerror="alert(1)"> =cmd|' /C calc' %_\\ * ? 🙂 ${"ü".repeat(150)}`;

let world: AccountWorld;
let credential: CredentialDto;
beforeEach(async () => {
  world = await createAccountWorld();
  credential = await addCredential(world.admin, {
    name: "Production",
    region: REGION,
    ...keysOf(world.key),
  });
});
afterEach(() => world.close());

type Made = Omit<Parameters<AccountWorld["sim"]["control"]["createInstance"]>[0], "accountId">;

function inEc2(change: Partial<Made> = {}): Promise<InstanceView> {
  const { accountId } = world.account;
  return world.sim.control.createInstance({ accountId, region: REGION, ...change });
}

function add(instanceId: string, change: object = {}): Promise<InstanceDto> {
  const { id: credentialId } = credential;
  return addInstance(world.operator, { credentialId, region: REGION, instanceId, ...change });
}

const refusal = (call: Promise<unknown>) =>
  call.then(
    () => null,
    (error: unknown) => error,
  );

async function auditedActions(id: string): Promise<string[]> {
  const entries = await world.runtime.db.read
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.targetId, id));
  return entries.map(({ action }) => action);
}

describe("checkInstance", () => {
  it("answers every question, and makes no image", async () => {
    const { instanceId } = await inEc2({
      name: HOSTILE,
      volumes: [{ sizeGib: 8, encrypted: true }],
    });
    const target = { credentialId: credential.id, region: REGION, instanceId };
    const check = await checkInstance(world.operator, target);
    expect(check.steps.map(({ step, ok }) => [step, ok])).toEqual([
      ["identity", true],
      ["region", true],
      ["instance", true],
      ["permission", true],
    ]);
    expect(check).toMatchObject({
      ok: true,
      instance: { name: HOSTILE, volumes: [{ sizeGiB: 8, encrypted: true }] },
      existingId: null,
    });
    expect((await world.sim.control.images({})).items).toEqual([]);
    const { id } = await add(instanceId);
    expect((await checkInstance(world.operator, target)).existingId).toBe(id);
  });

  it("needs the permission, and a credential that exists", async () => {
    const target = { credentialId: "crd_none", region: REGION, instanceId: "i-0123456789abcdef0" };
    expect(await refusal(checkInstance(world.viewer, target))).toMatchObject({ code: "forbidden" });
    expect(await refusal(checkInstance(world.operator, target))).toMatchObject({
      code: "not_found",
    });
  });
});

describe("validateInstance", () => {
  it("keeps what AWS shows now", async () => {
    const { instanceId } = await inEc2({ name: "before" });
    const { id } = await add(instanceId);
    await world.sim.control.updateInstance({ instanceId, name: "after", state: "stopped" });
    await world.sim.control.attachVolume({ instanceId, sizeGib: 50 });
    const result = await validateInstance(world.operator, { instanceId: id });
    expect(result).toMatchObject({
      ok: true,
      instance: { name: "after", state: "stopped", volumeCount: 2 },
    });
    expect(await auditedActions(id)).toContain("instance.validate");
  });

  it("one that AWS has no more is vanished, and says what it needs", async () => {
    const { instanceId } = await inEc2();
    const { id } = await add(instanceId);
    await world.sim.control.removeInstance({ instanceId });
    const result = await validateInstance(world.operator, { instanceId: id });
    expect(result).toMatchObject({
      ok: false,
      code: "InvalidInstanceID.NotFound",
      instance: { state: "vanished", health: { reason: "instance_gone" } },
    });
  });

  it("an answer without the instance asked for changes nothing", async () => {
    const { instanceId } = await inEc2();
    const { id } = await add(instanceId);
    await world.sim.control.addFault({
      scope: { action: "DescribeInstances" },
      effect: { kind: "omit", elements: ["reservationSet"] },
    });
    expect(await validateInstance(world.operator, { instanceId: id })).toMatchObject({
      ok: false,
      code: "UnreadableAnswer",
      instance: { state: "running" },
    });
  });

  it("needs the permission, and an instance that exists", async () => {
    const target = { instanceId: "ins_none" };
    expect(await refusal(validateInstance(world.viewer, target))).toMatchObject({
      code: "forbidden",
    });
    expect(await refusal(validateInstance(world.operator, target))).toMatchObject({
      code: "not_found",
    });
  });
});

describe("removeInstance", () => {
  it("ends its protection, keeps its record, and asks nothing of AWS", async () => {
    const { id } = await add((await inEc2()).instanceId);
    const { lastSeq } = await world.sim.control.calls({});
    await removeInstance(world.admin, { instanceId: id });
    expect(await getInstance(world.viewer, { instanceId: id })).toMatchObject({
      removedAt: "2026-02-01T11:00:00.000Z",
      schedules: [],
      nextDueAt: null,
    });
    expect((await listInstances(world.viewer)).items).toEqual([]);
    const links = await world.runtime.db.read.select().from(scheduleLinks);
    expect(
      links.every(({ deletedAt, nextDueAt }) => deletedAt !== null && nextDueAt === null),
    ).toBe(true);
    expect((await world.sim.control.calls({ afterSeq: lastSeq })).items).toEqual([]);
    expect(await refusal(removeInstance(world.admin, { instanceId: id }))).toMatchObject({
      code: "not_found",
    });
  });

  it("is not for operators", async () => {
    const { id } = await add((await inEc2()).instanceId);
    expect(await refusal(removeInstance(world.operator, { instanceId: id }))).toMatchObject({
      code: "forbidden",
    });
  });
});
