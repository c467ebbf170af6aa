import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MINUTE } from "#lib/clock";
import { addCredential } from "#lib/credentials/add-credential";
import type { CredentialDto } from "#lib/credentials/dto";
import { getCredential } from "#lib/credentials/get-credential";
import { auditEntries, events, instances, scheduleLinks } from "#lib/db/schema/index";
import { toHandler } from "#lib/queue/queue";
import { runLedger } from "#lib/schedules/run-ledger";
import { createAccountWorld, keysOf, type AccountWorld } from "#lib/testing/account-world";
import { addInstance } from "./add-instance";
import type { InstanceDto } from "./dto";
import { enqueueRefreshes } from "./enqueue-refreshes";
import { getInstance } from "./get-instance";
import { refreshInstancesJob } from "./jobs";
import { refreshInstances } from "./refresh-instances";

const REGION = "eu-west-1";

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

async function protect(region = REGION): Promise<InstanceDto> {
  const { accountId } = world.account;
  const { instanceId } = await world.sim.control.createInstance({
    accountId,
    region,
    tags: { Name: "web", b: "2", a: "1" },
  });
  return addInstance(world.operator, { credentialId: credential.id, region, instanceId });
}

/** Five minutes later, what the worker does by itself. */
async function later(): Promise<void> {
  const { runtime } = world;
  runtime.clock.advance(5 * MINUTE);
  await enqueueRefreshes(runtime);
  const run = (payload: { accountRef: string; region: string }) =>
    refreshInstances(runtime, payload);
  await runtime.drain([toHandler({ definition: refreshInstancesJob, run })]);
}

/** As the last look left it. */
async function patchState(id: string, state: "vanished"): Promise<void> {
  await world.runtime.db.write(async (tx) => {
    await tx.update(instances).set({ state }).where(eq(instances.id, id));
    await tx.update(scheduleLinks).set({ nextDueAt: null });
  });
}

const now = (id: string) => getInstance(world.viewer, { instanceId: id });

async function since(seq: number): Promise<string[]> {
  const { items } = await world.sim.control.calls({ afterSeq: seq });
  return items.map(({ action }) => action);
}
const lastSeq = async () => (await world.sim.control.calls({})).lastSeq;

describe("refreshInstances", () => {
  it("shows an instance that was stopped and renamed in EC2, and tells open pages once", async () => {
    const { id, instanceId } = await protect();
    await world.sim.control.updateInstance({ instanceId, state: "stopped", name: "<i>new</i>" });
    const told = () => world.runtime.db.read.select().from(events).where(eq(events.entityId, id));
    const before = (await told()).length;
    await later();
    expect(await now(id)).toMatchObject({ state: "stopped", name: "<i>new</i>" });
    await later();
    expect((await told()).length).toBe(before + 1);
  });

  it("asks once for all instances of an account and region, and not again for five minutes", async () => {
    await protect();
    await protect();
    await protect("us-east-1");
    const seq = await lastSeq();
    await later();
    expect(await since(seq)).toEqual(["DescribeInstances", "DescribeInstances"]);
    const again = await lastSeq();
    await enqueueRefreshes(world.runtime);
    expect(world.runtime.queue.waiting()).toEqual([]);
    expect(await since(again)).toEqual([]);
  });

  it("an instance that was terminated says so, is audited, and is not asked about again", async () => {
    const { id, instanceId } = await protect();
    await world.sim.control.updateInstance({ instanceId, state: "terminated" });
    await later();
    expect(await now(id)).toMatchObject({
      state: "terminated",
      health: { reason: "instance_gone" },
    });
    const audit = await world.runtime.db.read
      .select()
      .from(auditEntries)
      .where(eq(auditEntries.action, "instance.terminated"));
    expect(audit).toMatchObject([{ targetId: id, actorType: "system" }]);
    const seq = await lastSeq();
    await later();
    expect(await since(seq)).toEqual([]);
  });

  it("one that AWS does not know any more is vanished by AWS's own word", async () => {
    const { id, instanceId } = await protect();
    await world.sim.control.removeInstance({ instanceId });
    await later();
    expect((await now(id)).state).toBe("vanished");
  });

  it("one that AWS did not know for a while is protected again by itself", async () => {
    const { id, instanceId } = await protect();
    const { runtime, sim } = world;
    await patchState(id, "vanished");
    await later();
    expect((await now(id)).state).toBe("running");
    await runLedger(runtime);
    expect((await now(id)).nextDueAt).not.toBeNull();
    await sim.control.removeInstance({ instanceId });
    await patchState(id, "vanished");
    const seq = await lastSeq();
    await later();
    expect((await now(id)).state).toBe("vanished");
    expect(await since(seq)).toEqual(["DescribeInstances"]);
  });

  it("one that is only missing in the answer stays as it was", async () => {
    const { id } = await protect();
    await world.sim.control.addFault({
      scope: { action: "DescribeInstances", match: { "Filter.1.Name": "instance-id" } },
      effect: { kind: "omit", elements: ["instancesSet"] },
    });
    await later();
    expect((await now(id)).state).toBe("running");
  });

  it("what cannot be read changes nothing", async () => {
    const { id } = await protect();
    await world.sim.control.addFault({
      scope: { action: "DescribeInstances" },
      effect: { kind: "html" },
    });
    await later();
    expect(await now(id)).toMatchObject({ state: "running", health: { status: "waiting" } });
    expect(
      (await getCredential(world.viewer, { credentialId: credential.id })).validationError,
    ).toBe(null);
  });
});

describe("a credential that a job finds refused", () => {
  const shown = () => getCredential(world.viewer, { credentialId: credential.id });

  it("is marked, so that its instances need you, and cleared when it works again", async () => {
    const { id } = await protect();
    const { accessKeyId } = world.key;
    await world.sim.control.setKeyStatus({ accessKeyId, status: "Inactive" });
    await later();
    expect((await shown()).validationError).toContain("inactive");
    expect((await now(id)).health).toMatchObject({
      reason: "credential_failing",
      action: "fix_credential",
    });
    await world.sim.control.setKeyStatus({ accessKeyId, status: "Active" });
    await later();
    expect((await shown()).validationError).toBeNull();
  });

  it("is not marked for what is refused in one region only", async () => {
    await protect("us-east-1");
    const { accountId } = world.account;
    await world.sim.control.deny({ accountId, region: "us-east-1", action: "ec2:*" });
    await later();
    expect((await shown()).validationError).toBeNull();
  });
});
