import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { BulkReportDto } from "#lib/bulk";
import { addCredential } from "#lib/credentials/add-credential";
import { auditEntries, events, instances } from "#lib/db/schema/index";
import { createPolicy } from "#lib/retention/create-policy";
import { createAccountWorld, keysOf, type AccountWorld } from "#lib/testing/account-world";
import { limitedTo } from "#lib/testing/people";
import type { Context } from "#lib/context";
import { addInstance } from "./add-instance";
import { backUpInstances } from "./back-up-instances";
import { getInstance } from "./get-instance";
import { pauseInstances } from "./pause-instances";
import { removeInstances } from "./remove-instances";
import { rescheduleInstances } from "./reschedule-instances";
import { resumeInstances } from "./resume-instances";
import { setInstancesPolicy } from "./set-instances-policy";
import { validateInstances } from "./validate-instances";

const REGION = "eu-west-1";

let world: AccountWorld;
let ids: string[];
let ec2Ids: string[];
let credentialId: string;
beforeEach(async () => {
  world = await createAccountWorld();
  const credential = { name: "Production", region: REGION, ...keysOf(world.key) };
  credentialId = (await addCredential(world.admin, credential)).id;
  ids = [];
  ec2Ids = [];
  for (const name of ["a", "b", "c"]) {
    const { accountId } = world.account;
    const made = await world.sim.control.createInstance({ accountId, region: REGION, name });
    const { instanceId } = made;
    ec2Ids.push(instanceId);
    const target = { credentialId, region: REGION, instanceId };
    ids.push((await addInstance(world.operator, target)).id);
  }
});
afterEach(() => world.close());

const fatesOf = ({ items }: BulkReportDto) =>
  items.map((item) => (item.ok ? "done" : item.error.code));
const first = () => ids[0] ?? "";

async function auditOf(id: string): Promise<string[]> {
  const rows = await world.runtime.db.read
    .select({ action: auditEntries.action })
    .from(auditEntries)
    .where(eq(auditEntries.targetId, id));
  return rows.map(({ action }) => action);
}

async function eventsOf(id: string): Promise<number> {
  const rows = await world.runtime.db.read.select().from(events).where(eq(events.entityId, id));
  return rows.length;
}

const rowOf = async (id: string) =>
  (await world.runtime.db.read.select().from(instances).where(eq(instances.id, id)))[0];

type Verb = (ctx: Context, ids: string[]) => Promise<BulkReportDto>;
const VERBS: Record<string, Verb> = {
  pause: (ctx, ids) => pauseInstances(ctx, { ids }),
  resume: (ctx, ids) => resumeInstances(ctx, { ids }),
  validate: (ctx, ids) => validateInstances(ctx, { ids }),
  "back up": (ctx, ids) => backUpInstances(ctx, { ids }),
  reschedule: (ctx, ids) => rescheduleInstances(ctx, { ids, schedules: ["hourly"] }),
  "set policy": (ctx, ids) => setInstancesPolicy(ctx, { ids, retentionPolicyId: null }),
  remove: (ctx, ids) => removeInstances(ctx, { ids }),
};

describe.each(Object.entries(VERBS))("to %s many", (_name, verb) => {
  it("refuses a viewer as a whole and changes nothing", async () => {
    const before = await auditOf(first());
    await expect(verb(world.viewer, ids)).rejects.toMatchObject({ code: "forbidden" });
    expect(await auditOf(first())).toEqual(before);
  });

  it("names what does not exist, and does the others", async () => {
    const [a, , c] = ids;
    const report = await verb(world.admin, [a ?? "", "ins_nowhere", c ?? ""]);
    expect(fatesOf(report)).toEqual(["done", "not_found", "done"]);
    expect(report).toMatchObject({ done: 2, refused: 1 });
  });

  it("knows nothing of another account's instances", async () => {
    const limited = await limitedTo(world.runtime, { role: "admin", accounts: ["acc_other"] });
    const report = await verb(limited, ids);
    expect(fatesOf(report)).toEqual(["not_found", "not_found", "not_found"]);
  });

  it("bounds one request", async () => {
    const many = Array.from({ length: 201 }, (_, n) => `ins_${n}`);
    await expect(verb(world.admin, many)).rejects.toHaveProperty("issues");
  });
});

describe("pauseInstances and resumeInstances", () => {
  it("change each row with its audit entry and event; once more changes nothing", async () => {
    const before = await eventsOf(first());
    await pauseInstances(world.operator, { ids });
    expect(await rowOf(first())).toMatchObject({ paused: true });
    expect(await auditOf(first())).toEqual(["instance.add", "instance.pause"]);
    expect(await eventsOf(first())).toBe(before + 1);
    expect(fatesOf(await pauseInstances(world.operator, { ids }))).toEqual([
      "done",
      "done",
      "done",
    ]);
    expect(await auditOf(first())).toHaveLength(2);
    await resumeInstances(world.operator, { ids });
    expect(await rowOf(first())).toMatchObject({ paused: false });
    expect(await auditOf(first())).toContain("instance.resume");
  });
});

describe("backUpInstances", () => {
  it("asks for one of each, refuses one that is unfinished with the way to it, and a key asks once", async () => {
    const idempotencyKey = "one evening";
    const one = await backUpInstances(world.operator, { ids: [first()], idempotencyKey });
    const all = await backUpInstances(world.operator, { ids, idempotencyKey });
    expect(fatesOf(all)).toEqual(["done", "done", "done"]);
    expect(all.items[0]).toEqual(one.items[0]);
    const again = await backUpInstances(world.operator, { ids });
    expect(fatesOf(again)).toEqual(["conflict", "conflict", "conflict"]);
    const [item] = again.items;
    const { link } = one.items[0]?.ok === true ? one.items[0] : { link: "" };
    expect(item?.ok === false && item.error).toMatchObject({
      link,
      suggestion: expect.any(String),
    });
  });
});

describe("validateInstances", () => {
  it("keeps what AWS shows of each, and says of one that is gone that it is", async () => {
    const [, gone = ""] = ec2Ids;
    await world.sim.control.updateInstance({ instanceId: gone, state: "terminated" });
    const report = await validateInstances(world.operator, { ids });
    expect(report.items.map((item) => (item.ok ? item.text : item.error.message))).toEqual([
      "AWS shows it as running.",
      "AWS shows it as terminated.",
      "AWS shows it as running.",
    ]);
    expect((await getInstance(world.viewer, { instanceId: ids[1] ?? "" })).state).toBe(
      "terminated",
    );
    expect(await auditOf(first())).toContain("instance.validate");
  });

  it("waits for no place that does not answer before it asks the next", async () => {
    const [region, name] = ["us-east-1", "elsewhere"];
    const { accountId } = world.account;
    const { instanceId } = await world.sim.control.createInstance({ accountId, region, name });
    const { id } = await addInstance(world.operator, { credentialId, region, instanceId });
    const { lastSeq } = await world.sim.control.calls({});
    await world.sim.control.addFault({
      scope: { action: "DescribeInstances" },
      effect: { kind: "hang", ms: 2_000 },
    });
    const checking = validateInstances(world.operator, { ids: [first(), id] });
    await vi.waitFor(async () => {
      const { items } = await world.sim.control.calls({ afterSeq: lastSeq });
      expect(new Set(items.map((call) => call.region))).toEqual(new Set([REGION, region]));
    });
    await world.sim.control.clearFaults({});
    expect(fatesOf(await checking)).toEqual(["done", "done"]);
  });

  it("asks AWS twice for all of one credential and region, not twice for each", async () => {
    const calls = async () => (await world.sim.control.calls({})).items.length;
    const before = await calls();
    await validateInstances(world.operator, { ids });
    expect((await calls()) - before).toBeLessThanOrEqual(2);
  });

  it("gives AWS's refusal with what to do to every one that it concerns", async () => {
    await world.sim.control.deny({ accessKeyId: world.key.accessKeyId, action: "ec2:*" });
    const report = await validateInstances(world.operator, { ids });
    expect(report.refused).toBe(3);
    for (const item of report.items) {
      expect(item.ok === false && item.error.suggestion).toContain("ec2:DescribeInstances");
    }
    expect(await rowOf(first())).toMatchObject({ state: "running" });
  });
});

describe("rescheduleInstances and setInstancesPolicy", () => {
  it("replace the schedules of each", async () => {
    await rescheduleInstances(world.operator, { ids, schedules: ["hourly", "daily"] });
    const { schedules } = await getInstance(world.viewer, { instanceId: first() });
    expect(schedules.map(({ cron }) => cron)).toEqual(["0 * * * *", "0 2 * * *"]);
    expect(await auditOf(first())).toContain("instance.update");
    const none = await rescheduleInstances(world.operator, { ids, schedules: [] });
    expect(none.done).toBe(3);
    expect((await getInstance(world.viewer, { instanceId: first() })).schedules).toEqual([]);
  });

  it("say of each what is wrong with a schedule, and leave what there was", async () => {
    const report = await rescheduleInstances(world.operator, { ids, schedules: ["60"] });
    expect(fatesOf(report)).toEqual(["validation", "validation", "validation"]);
    expect((await getInstance(world.viewer, { instanceId: first() })).schedules).toHaveLength(1);
  });

  it("give each the policy, which an operator may not", async () => {
    const { id } = await createPolicy(world.admin, { name: "Shorter", keepCount: 3 });
    const input = { ids, retentionPolicyId: id };
    await expect(setInstancesPolicy(world.operator, input)).rejects.toMatchObject({
      code: "forbidden",
    });
    expect((await setInstancesPolicy(world.admin, input)).done).toBe(3);
    expect(await rowOf(first())).toMatchObject({ retentionPolicyId: id });
  });
});

describe("removeInstances", () => {
  it("keeps every backup out of retention's reach by default, and audits what was chosen", async () => {
    const before = await eventsOf(first());
    await expect(removeInstances(world.operator, { ids })).rejects.toMatchObject({
      code: "forbidden",
    });
    await removeInstances(world.admin, { ids: [first()] });
    expect(await rowOf(first())).toMatchObject({ retentionAfterRemoval: false });
    expect((await rowOf(first()))?.removedAt).not.toBeNull();
    expect(await eventsOf(first())).toBe(before + 1);
    const [entry] = (
      await world.runtime.db.read
        .select()
        .from(auditEntries)
        .where(eq(auditEntries.targetId, first()))
    ).slice(-1);
    expect(entry).toMatchObject({ action: "instance.remove", after: { backups: "keep" } });
  });

  it("counts what was removed so already as done, so that a lost answer can be asked for again", async () => {
    await removeInstances(world.admin, { ids: [first()] });
    const entries = await auditOf(first());
    const again = await removeInstances(world.admin, { ids });
    expect(fatesOf(again)).toEqual(["done", "done", "done"]);
    expect(again.items[0]).toMatchObject({ text: "It was removed already." });
    expect(await auditOf(first())).toEqual(entries);
    const other = await removeInstances(world.admin, { ids, backups: "retention" });
    expect(fatesOf(other)).toEqual(["not_found", "not_found", "not_found"]);
    const limited = await limitedTo(world.runtime, { role: "admin", accounts: ["acc_other"] });
    expect(fatesOf(await removeInstances(limited, { ids: [first()] }))).toEqual(["not_found"]);
  });

  it("lets their policy go on where the person chose so, until the instance comes back", async () => {
    await removeInstances(world.admin, { ids: [first()], backups: "retention" });
    expect(await rowOf(first())).toMatchObject({ retentionAfterRemoval: true });
    const [instanceId = ""] = ec2Ids;
    await addInstance(world.operator, { credentialId, region: REGION, instanceId });
    expect(await rowOf(first())).toMatchObject({ retentionAfterRemoval: false, removedAt: null });
  });
});
