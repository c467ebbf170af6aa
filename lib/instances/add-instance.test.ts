import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { InstanceView } from "#simulator/control/views";
import { addCredential } from "#lib/credentials/add-credential";
import type { CredentialDto } from "#lib/credentials/dto";
import { accounts, auditEntries, events, instances } from "#lib/db/schema/index";
import { createAccountWorld, keysOf, type AccountWorld } from "#lib/testing/account-world";
import { limitedTo } from "#lib/testing/people";
import { addInstance } from "./add-instance";
import { checkInstance } from "./check-instance";
import type { InstanceDto } from "./dto";
import { getInstance } from "./get-instance";
import { listInstances } from "./list-instances";
import { removeInstance } from "./remove-instance";

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

describe("addInstance", () => {
  it("stores what AWS shows, follows the default schedule, audits it and tells open pages", async () => {
    const volumes = [{ sizeGib: 8 }, { sizeGib: 100 }];
    const made = await inEc2({ name: "web", volumes });
    const dto = await add(made.instanceId);
    expect(dto).toMatchObject({
      instanceId: made.instanceId,
      accountId: world.account.accountId,
      credentialName: "Production",
      name: "web",
      state: "running",
      volumeCount: 2,
      volumeGiB: 108,
      rebootOnBackup: false,
      paused: false,
      schedules: [{ words: "every day at 02:00 UTC", enabled: true }],
      health: { status: "waiting" },
    });
    expect(dto.nextDueAt).toBe("2026-02-02T02:00:00.000Z");
    expect(await auditedActions(dto.id)).toEqual(["instance.add"]);
    const told = await world.runtime.db.read
      .select()
      .from(events)
      .where(eq(events.entityId, dto.id));
    expect(told).toContainEqual(
      expect.objectContaining({ type: "instance.changed", accountRef: dto.accountRef }),
    );
  });

  it("keeps a hostile name and hostile tags as they are", async () => {
    const tags = { Name: HOSTILE, "<script>": "x", __proto: "y", "": "" };
    const { "": _, ...legal } = tags;
    const made = await inEc2({ tags: legal });
    const dto = await add(made.instanceId);
    expect(dto.name).toBe(HOSTILE);
    expect(dto.tags).toEqual(legal);
    expect((await getInstance(world.viewer, { instanceId: dto.id })).tags).toEqual(legal);
  });

  it("an instance without a name has none", async () => {
    const made = await inEc2();
    expect(await add(made.instanceId)).toMatchObject({ name: "" });
  });

  it.each([
    ["a text", { schedule: "30 4 * * 1" }, ["30 4 * * 1"]],
    [
      "a text with its zone",
      { schedule: { schedule: "daily", zone: "Europe/Berlin" } },
      ["0 2 * * *"],
    ],
    ["several", { schedules: ["hourly", "0 3 1 * *"] }, ["0 * * * *", "0 3 1 * *"]],
    ["none", { schedule: "none" }, []],
    ["an empty list", { schedules: [] }, []],
  ])("follows the schedule that is said: %s", async (_, choice, crons) => {
    const dto = await add((await inEc2()).instanceId, choice);
    expect(dto.schedules.map(({ cron }) => cron)).toEqual(crons);
    expect(dto.nextDueAt === null).toBe(crons.length === 0);
  });

  it("a schedule that is none leaves nothing behind", async () => {
    const { instanceId } = await inEc2();
    expect(await refusal(add(instanceId, { schedule: "abc 2 * * *" }))).toMatchObject({
      code: "validation",
      fields: { schedule: [expect.stringMatching(/./)] },
    });
    expect(await world.runtime.db.read.select().from(instances)).toEqual([]);
  });

  it("one that is protected already is a conflict with the way to it", async () => {
    const { instanceId } = await inEc2();
    const dto = await add(instanceId);
    expect(await refusal(add(instanceId))).toMatchObject({
      code: "conflict",
      link: `/instances/${dto.id}`,
    });
  });

  it("two clicks at once protect it once", async () => {
    const { instanceId } = await inEc2();
    const both = await Promise.allSettled([add(instanceId), add(instanceId)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "conflict" },
    });
    expect(await world.runtime.db.read.select().from(instances)).toHaveLength(1);
  });

  it("one that was removed comes back with its record and history", async () => {
    const { instanceId } = await inEc2({ name: "old name" });
    const first = await add(instanceId);
    await world.runtime.db.write((tx) =>
      tx.update(instances).set({ availableCount: 3, lastGoodAt: 1_000, retentionSweptAt: 1_000 }),
    );
    await removeInstance(world.admin, { instanceId: first.id });
    await world.sim.control.updateInstance({ instanceId, name: "new name" });
    const again = await add(instanceId, { schedule: "hourly" });
    expect(again).toMatchObject({
      id: first.id,
      name: "new name",
      removedAt: null,
      availableCount: 3,
      lastGoodAt: "1970-01-01T00:00:01.000Z",
      schedules: [{ cron: "0 * * * *" }],
    });
    // So that the first sweep asks a person before it removes what has gathered.
    expect(await world.runtime.db.read.select().from(instances)).toMatchObject([
      { retentionChangedAt: world.runtime.clock.now(), retentionSweptAt: null },
    ]);
    expect(await auditedActions(first.id)).toEqual([
      "instance.add",
      "instance.remove",
      "instance.add-again",
    ]);
  });

  it("the same id in another account is another instance", async () => {
    const { instanceId } = await inEc2();
    const mine = await add(instanceId);
    await world.runtime.db.write(async (tx) => {
      const other = { id: "acc_other", accountId: "000000000000", partition: "aws", createdAt: 0 };
      await tx.insert(accounts).values(other);
      await tx.update(instances).set({ accountRef: other.id });
    });
    const second = await add(instanceId);
    expect(second.id).not.toBe(mine.id);
    expect((await listInstances(world.viewer, { search: instanceId })).total).toBe(2);
  });
});

describe("what AWS refuses", () => {
  const cases: Array<[string, () => Promise<Record<string, string>>, object]> = [
    [
      "an unknown instance",
      async () => ({ instanceId: "i-0123456789abcdef0" }),
      {
        reason: "InvalidInstanceID.NotFound",
        fields: { instanceId: [expect.stringMatching(/./)] },
      },
    ],
    [
      "an instance of another region",
      async () => ({ instanceId: (await inEc2({ region: "us-east-1" })).instanceId }),
      { reason: "InvalidInstanceID.NotFound" },
    ],
    [
      "a terminated instance",
      async () => ({ instanceId: (await inEc2({ state: "terminated" })).instanceId }),
      { reason: "InstanceTerminated", fields: { instanceId: [expect.stringMatching(/./)] } },
    ],
    [
      "a region that does not exist",
      async () => ({ instanceId: (await inEc2()).instanceId, region: "xx-north-1" }),
      {
        reason: "RegionUnavailable",
        fields: { region: [expect.stringMatching(/./)] },
        suggestion: expect.stringMatching(/eu-west-1/),
      },
    ],
    [
      "a region that is not enabled",
      async () => ({ instanceId: (await inEc2()).instanceId, region: "eu-south-1" }),
      {
        reason: "RegionUnavailable",
        fields: { region: [expect.stringMatching(/./)] },
        suggestion: expect.stringMatching(/Enable it/),
      },
    ],
    [
      "a credential that may not make images",
      async () => {
        const { accountId } = world.account;
        await world.sim.control.deny({ accountId, action: "ec2:CreateImage" });
        return { instanceId: (await inEc2()).instanceId };
      },
      {
        reason: "UnauthorizedOperation",
        suggestion: expect.stringMatching(/"Action":"ec2:CreateImage"/),
      },
    ],
    [
      "a credential whose key was disabled",
      async () => {
        const { accessKeyId } = world.key;
        const { instanceId } = await inEc2();
        await world.sim.control.setKeyStatus({ accessKeyId, status: "Inactive" });
        return { instanceId };
      },
      { reason: "InvalidClientTokenId", suggestion: expect.stringMatching(/active/) },
    ],
  ];
  it.each(cases)("%s becomes advice, and nothing is stored", async (_, arrange, expected) => {
    const { instanceId = "", ...change } = await arrange();
    const error = await refusal(add(instanceId, change));
    expect(error).toMatchObject({ code: "validation", ...expected });
    expect(await world.runtime.db.read.select().from(instances)).toEqual([]);
    const target = { credentialId: credential.id, region: REGION, instanceId, ...change };
    const check = await checkInstance(world.operator, target);
    expect(check.ok).toBe(false);
    expect(check.steps.at(-1)).toMatchObject({ ok: false, suggestion: expect.stringMatching(/./) });
  });

  it("volumes that may not be read are no reason to refuse", async () => {
    const { accountId } = world.account;
    await world.sim.control.deny({ accountId, action: "ec2:DescribeVolumes" });
    const { instanceId } = await inEc2();
    expect(await add(instanceId)).toMatchObject({ volumeCount: 1, volumeGiB: null });
  });

  it("an answer that cannot be read is AWS's failure, not the person's", async () => {
    const { instanceId } = await inEc2();
    await world.sim.control.addFault({
      scope: { action: "DescribeInstances" },
      effect: { kind: "html" },
    });
    expect(await refusal(add(instanceId))).toMatchObject({ code: "upstream" });
  });
});

describe("who may add", () => {
  it("not a viewer, and not with a credential of an account they may not see", async () => {
    const { instanceId } = await inEc2();
    const input = { credentialId: credential.id, region: REGION, instanceId };
    expect(await refusal(addInstance(world.viewer, input))).toMatchObject({ code: "forbidden" });
    const limited = await limitedTo(world.runtime, { role: "operator", accounts: ["acc_other"] });
    expect(await refusal(addInstance(limited, input))).toMatchObject({ code: "not_found" });
  });
});
