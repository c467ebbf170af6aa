import { eq, is } from "drizzle-orm";
import { SQLiteTable } from "drizzle-orm/sqlite-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Ec2 } from "../aws/ec2/ec2";
import { tagBackups } from "../backups/tag-backups";
import type { Context } from "../context";
import { DAY } from "../clock";
import { addCredential } from "../credentials/add-credential";
import { validateCredential } from "../credentials/validate-credential";
import * as schema from "../db/schema";
import { protectDiscovered } from "../discovery/protect-discovered";
import { addInstance } from "../instances/add-instance";
import { updateInstance } from "../instances/update-instance";
import { validateInstance } from "../instances/validate-instance";
import { validateInstances } from "../instances/validate-instances";
import { repairFindings } from "../reconcile/repair-findings";
import { requestReconcile } from "../reconcile/request-reconcile";
import { deleteBackup } from "../removal/delete-backup";
import { deleteBackupOnce } from "../removal/delete-backup-once";
import type { Runtime } from "../runtime";
import { plantImages } from "../testing/reconcile-world";
import { createRemovalWorld, type RemovalWorld } from "../testing/removal-world";

let world: RemovalWorld;
/** In AWS, protected by nobody. */
let free: string;
let otherCredential: string;
let keys: { kind: "access_key"; accessKeyId: string; secretAccessKey: string };

beforeEach(async () => {
  world = await createRemovalWorld({ instances: 2 });
  const { sim, admin } = world;
  const { accountId, region } = firstInstance();
  free = (await sim.control.createInstance({ accountId, region, name: "free" })).instanceId;
  const { accessKeyId, secretAccessKey } = await sim.control.createKey({ accountId });
  keys = { kind: "access_key", accessKeyId, secretAccessKey };
  otherCredential = (await addCredential(admin, { ...keys, name: "other", region })).id;
  await addRows();
});
afterEach(() => world.close());

function firstInstance() {
  const [instance] = world.fleet;
  if (!instance) throw new Error("A world has an instance.");
  return instance;
}

/** What was found in AWS: an instance, an image whose tags were lost, and ones of two unknown instances. */
async function addRows(): Promise<void> {
  const { accountRef, region, credentialId } = firstInstance();
  const at = world.runtime.clock.now();
  const finding = { accountRef, region, message: "", repair: "", firstSeenAt: at, lastSeenAt: at };
  const lost = world.at(0);
  const unknown: Array<typeof schema.findings.$inferInsert> = [];
  const { accountId } = firstInstance();
  const other = await world.sim.control.createInstance({ accountId, region, name: "other" });
  for (const instanceId of [free, other.instanceId]) {
    const instance = { ...firstInstance(), instanceId };
    const [image] = await plantImages(world.sim, { instance, count: 1, before: at });
    unknown.push({
      ...finding,
      id: instanceId === free ? "fnd_unknown" : "fnd_unknown_too",
      kind: "unknown_instance",
      code: "instance_unknown",
      resourceId: image?.imageId ?? "",
      instanceId,
      snapshotIds: image?.snapshotIds ?? [],
    });
  }
  await world.sim.control.retag({ resourceId: lost.imageId, tags: { "amivault:instance": null } });
  await world.runtime.db.write(async (tx) => {
    await tx.insert(schema.discoveredInstances).values({
      id: "dsc_1",
      accountRef,
      region,
      instanceId: free,
      credentialId,
      name: "free",
      tags: {},
      state: "running",
      firstSeenAt: at,
      seenAt: at,
    });
    await tx.insert(schema.findings).values([
      {
        ...finding,
        id: "fnd_tags",
        kind: "drift",
        code: "tags_changed",
        resourceId: lost.imageId,
        backupId: lost.id,
        snapshotIds: lost.snapshotIds,
      },
      ...unknown,
    ]);
  });
}

const putOut = () =>
  world.runtime.db.write(async (tx) => {
    await tx.update(schema.users).set({ active: false }).where(eq(schema.users.role, "admin"));
  });

/** Every answer of AWS, or that of one call, comes after somebody has put the administrator out. */
function whileAwsAnswers(call?: keyof Ec2): Context {
  const { runtime, admin } = world;
  const slow = <T extends object>(part: T): T =>
    new Proxy(part, {
      get(of, name) {
        const own: unknown = Reflect.get(of, name);
        if (typeof own !== "function" || name === "forget") return own;
        return async (...given: unknown[]) => {
          const answer: unknown = await Reflect.apply(own, of, given);
          if (name === "ec2" || name === "ec2With") return slow(Object(answer));
          if (call === undefined || call === name) await putOut();
          return answer;
        };
      },
    });
  return { ...admin, runtime: { ...runtime, aws: slow(runtime.aws) } };
}

/** Everything but who was put out, and how much of AWS was asked for. */
async function everyRow(): Promise<string[]> {
  const rows: string[] = [];
  for (const [name, table] of Object.entries(schema)) {
    if (!is(table, SQLiteTable) || name === "users") continue;
    const all = await world.runtime.db.read.select().from(table);
    rows.push(...all.map((row) => `${name} ${JSON.stringify(row)}`));
  }
  return rows.toSorted();
}

/** Every image and snapshot with its tags, by the simulator's truth. */
async function everythingInAws(): Promise<string[]> {
  const images = await world.sim.control.images({ limit: 1_000 });
  const snapshots = await world.sim.control.snapshots({ limit: 1_000 });
  return [...images.items, ...snapshots.items].map((item) => JSON.stringify(item)).toSorted();
}

const VERBS: ReadonlyArray<[string, (ctx: Context) => Promise<unknown>]> = [
  ["deleteBackup", (ctx) => deleteBackup(ctx, { backupId: world.at(0).id, mode: "image" })],
  [
    "deleteBackupOnce",
    (ctx) =>
      deleteBackupOnce(ctx, { backupId: world.at(0).id, mode: "image", credential: { ...keys } }),
  ],
  [
    "addInstance",
    (ctx) => {
      const { credentialId, region } = firstInstance();
      return addInstance(ctx, { credentialId, region, instanceId: free });
    },
  ],
  [
    "updateInstance",
    (ctx) => updateInstance(ctx, { instanceId: firstInstance().id, credentialId: otherCredential }),
  ],
  ["validateInstance", (ctx) => validateInstance(ctx, { instanceId: firstInstance().id })],
  ["validateInstances", (ctx) => validateInstances(ctx, { ids: world.fleet.map(({ id }) => id) })],
  ["protectDiscovered", (ctx) => protectDiscovered(ctx, { discoveredIds: ["dsc_1"] })],
  [
    "tagBackups",
    (ctx) => tagBackups(ctx, { ids: [world.at(0).id], set: { key: "team", value: "web" } }),
  ],
  [
    "repairFindings: tags",
    (ctx) => repairFindings(ctx, { findingIds: ["fnd_tags"], action: "repair_tags" }),
  ],
  [
    "repairFindings: adopt",
    (ctx) => repairFindings(ctx, { findingIds: ["fnd_unknown"], action: "adopt" }),
  ],
  [
    "repairFindings: protect",
    (ctx) => repairFindings(ctx, { findingIds: ["fnd_unknown"], action: "protect" }),
  ],
  [
    "requestReconcile",
    (ctx) => requestReconcile(ctx, { accountRef: firstInstance().accountRef, everyRegion: true }),
  ],
  [
    "validateCredential",
    (ctx) => validateCredential(ctx, { credentialId: firstInstance().credentialId }),
  ],
];

/** What it answers of each item, or throws. */
const told = (work: Promise<unknown>) =>
  work.then(
    (answer) => JSON.stringify(answer),
    (error: unknown) => String(error),
  );

describe("whoever was put out while AWS was asked", () => {
  it.each(VERBS)("%s: is told so, and neither the records nor AWS change", async (_name, verb) => {
    const before = { rows: await everyRow(), aws: await everythingInAws() };
    expect(await told(verb(whileAwsAnswers()))).toContain("Your session has ended.");
    expect({ rows: await everyRow(), aws: await everythingInAws() }).toEqual(before);
  });

  it.each(VERBS)("%s: works for whoever stays", async (_name, verb) => {
    const before = await everyRow();
    expect(await told(verb(world.admin))).not.toMatch(/^\w*Error|"error":|session/);
    expect(await everyRow()).not.toEqual(before);
  });

  const RECORDS: ReadonlyArray<[string, (ctx: Context) => Promise<unknown>]> = [
    ["deleteBackup", (ctx) => deleteBackup(ctx, { backupId: world.at(1).id, mode: "record" })],
    [
      "deleteBackupOnce",
      (ctx) =>
        deleteBackupOnce(ctx, {
          backupId: world.at(1).id,
          mode: "record",
          credential: { ...keys },
        }),
    ],
  ];
  it.each(RECORDS)("%s: a record that was to go stays", async (_name, verb) => {
    const before = { rows: await everyRow(), aws: await everythingInAws() };
    const deletion = verb(whileAwsAnswers("createTags"));
    expect(await told(deletion)).toContain("Your session has ended.");
    expect({ rows: await everyRow(), aws: await everythingInAws() }).toEqual(before);
    // Without the tag that it was given for that.
    expect(await world.calls("DeleteTags")).toBe(1);
  });

  it.each(RECORDS)("%s: what was only read gets no tag, by no credential", async (_name, verb) => {
    const looks = await world.calls("DescribeImages");
    expect(await told(verb(whileAwsAnswers("proveImages")))).toContain("Your session has ended.");
    expect(await world.calls("CreateTags")).toBe(0);
    expect(await world.calls("DescribeImages")).toBe(looks + 1);
  });

  it("adopt: of one instance's images those are told as done that were, and no others", async () => {
    const at = world.runtime.clock.now();
    const instance = { ...firstInstance(), instanceId: free };
    const images = await plantImages(world.sim, { instance, count: 20, before: at - DAY });
    const { accountRef, region } = instance;
    await world.runtime.db.write(async (tx) => {
      await tx.insert(schema.findings).values(
        images.map(({ imageId, snapshotIds }) => ({
          id: `fnd_${imageId}`,
          accountRef,
          region,
          kind: "unknown_instance" as const,
          code: "instance_unknown",
          resourceId: imageId,
          instanceId: free,
          snapshotIds,
          message: "",
          repair: "",
          firstSeenAt: at,
          lastSeenAt: at,
        })),
      );
    });
    const { runtime } = world;
    let writes = 0;
    const write: Runtime["db"]["write"] = async (work) => {
      if (++writes === 2) await putOut();
      return runtime.db.write(work);
    };
    const db: Runtime["db"] = Object.create(runtime.db, { write: { value: write } });
    const ctx = { ...world.admin, runtime: { ...runtime, db } };
    const findingIds = images.map(({ imageId }) => `fnd_${imageId}`);
    const outcome = await repairFindings(ctx, { findingIds, action: "adopt" });
    const resolved = await runtime.db.read
      .select()
      .from(schema.findings)
      .where(eq(schema.findings.resolution, "Adopted."));
    expect(outcome).toMatchObject({ done: 15, failures: { length: 5 } });
    const told = new Set(outcome.failures.map(({ findingId }) => findingId));
    expect(resolved.map(({ id }) => id).toSorted()).toEqual(
      findingIds.filter((id) => !told.has(id)).toSorted(),
    );
  });

  it.each(["adopt", "protect"] as const)(
    "%s: what comes after it is not asked of AWS",
    async (action) => {
      const findingIds = ["fnd_unknown", "fnd_unknown_too"];
      const reads = { adopt: "DescribeImages", protect: "DescribeInstances" }[action];
      const before = await world.calls(reads);
      expect(await repairFindings(whileAwsAnswers(), { findingIds, action })).toMatchObject({
        done: 0,
        failures: findingIds.map((findingId) => ({
          findingId,
          message: "Your session has ended.",
        })),
      });
      expect(await world.calls(reads)).toBe(before + 1);
    },
  );
});
