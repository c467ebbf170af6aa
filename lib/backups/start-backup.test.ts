import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { auditEntries, backups, events, instances } from "../db/schema";
import { ConflictError, ForbiddenError, NotFoundError, PreconditionFailedError } from "../errors";
import { createBackupWorld, type BackupWorld } from "../testing/backup-world";
import { limitedTo } from "../testing/people";
import { userContext } from "../testing/contexts";
import { startBackup } from "./start-backup";

let world: BackupWorld;
let instanceId: string;

beforeEach(async () => {
  world = await createBackupWorld();
  instanceId = world.fleet[0]?.id ?? "";
});

afterEach(async () => {
  await world.close();
});

describe("startBackup", () => {
  it("writes row, audit entry and event, and enqueues the id alone", async () => {
    const { id } = await startBackup(world.operator, { instanceId, description: "before upgrade" });
    expect(await world.backup(id)).toMatchObject({
      status: "queued",
      kind: "manual",
      description: "before upgrade",
      reboot: false,
      requestedBy: "test-operator",
    });
    const { read } = world.runtime.db;
    expect(
      await read.select().from(auditEntries).where(eq(auditEntries.targetId, id)),
    ).toMatchObject([{ action: "backup.start", actorName: "test-operator" }]);
    expect(await read.select().from(events).where(eq(events.entityId, id))).toMatchObject([
      { type: "backup.changed", data: { status: "queued" } },
    ]);
    expect(world.runtime.queue.waiting()).toMatchObject([
      { name: "backup.run", payload: { backupId: id } },
    ]);
  });

  it("loses nothing when the queue is away: the next tick finds the row", async () => {
    const { queue } = world.runtime;
    const broken = { ...queue, enqueue: () => Promise.reject(new Error("Redis is away")) };
    const ctx = { ...world.operator, runtime: { ...world.runtime, queue: broken } };
    const { id } = await startBackup(ctx, { instanceId });
    expect(queue.waiting()).toEqual([]);
    await world.live(60_000);
    expect((await world.backup(id)).status).toBe("available");
  });

  it("refuses a second one while the first is unfinished, with a link to it", async () => {
    const { id } = await startBackup(world.operator, { instanceId });
    const second = startBackup(world.operator, { instanceId });
    await expect(second).rejects.toBeInstanceOf(ConflictError);
    await expect(second).rejects.toMatchObject({ link: `/backups/${id}` });
    expect(await world.runtime.db.read.$count(backups)).toBe(1);
  });

  it("lets one of many clicks at once through", async () => {
    const clicks = Array.from({ length: 8 }, () => startBackup(world.operator, { instanceId }));
    const results = await Promise.allSettled(clicks);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await world.runtime.db.read.$count(backups)).toBe(1);
  });

  it("answers the same key with the same backup, also after that has ended", async () => {
    const input = { instanceId, idempotencyKey: "nightly-17" };
    const first = await startBackup(world.operator, input);
    expect((await startBackup(world.operator, input)).id).toBe(first.id);
    await world.live(60_000);
    expect(await startBackup(world.operator, input)).toMatchObject({
      id: first.id,
      status: "available",
    });
    const other = userContext(world.runtime, "operator", { userId: "usr_other" });
    expect((await startBackup(other, input)).id).not.toBe(first.id);
  });

  it("refuses a viewer, an unknown instance, and one of an account out of sight", async () => {
    const viewer = userContext(world.runtime, "viewer");
    await expect(startBackup(viewer, { instanceId })).rejects.toBeInstanceOf(ForbiddenError);
    const unknown = startBackup(world.operator, { instanceId: "ins_none" });
    await expect(unknown).rejects.toBeInstanceOf(NotFoundError);
    const blind = await limitedTo(world.runtime, { role: "operator", accounts: [] });
    await expect(startBackup(blind, { instanceId })).rejects.toBeInstanceOf(NotFoundError);
  });

  it.each([
    ["a terminated instance", { state: "terminated" as const }],
    ["one that no credential reaches", { credentialId: null }],
  ])("refuses %s with what to do", async (_name, set) => {
    await world.runtime.db.write(async (tx) => {
      await tx.update(instances).set(set);
    });
    const refused = startBackup(world.operator, { instanceId });
    await expect(refused).rejects.toBeInstanceOf(PreconditionFailedError);
    expect(await world.runtime.db.read.$count(backups)).toBe(0);
  });

  it.each([
    ["256 characters", "x".repeat(256)],
    ["a line break", "one\ntwo"],
  ])("refuses a description of %s", async (_name, description) => {
    await expect(startBackup(world.operator, { instanceId, description })).rejects.toMatchObject({
      name: "ZodError",
    });
  });
});

describe("hostile names", () => {
  it.each([
    ["markup", `<img src=x onerror=alert(1)>"'&`],
    ["unicode", "приклад ☃ 例え"],
    ["300 characters", "n".repeat(300)],
    ["control characters", "a\u0000b\u001bc"],
    ["a formula", "=cmd|' /C calc'!A0"],
  ])("%s reach AWS only as a clean Name tag", async (_name, name) => {
    await world.runtime.db.write(async (tx) => {
      await tx.update(instances).set({ name });
    });
    const description = "für die Prüfung ☃";
    const { id } = await startBackup(world.operator, { instanceId, description });
    await world.live(60_000);
    const backup = await world.backup(id);
    expect(backup).toMatchObject({ status: "available", description });
    const [image] = await world.liveImages();
    expect(image?.name).toMatch(/^i-[0-9a-f]+-\d{8}T\d{6}Z-[a-z2-7]{16}$/);
    expect(image?.description).toBe("fur die Prufung ?");
    const tag = image?.tags["Name"] ?? "";
    expect(tag).toMatch(/ UTC$/);
    expect(tag.length).toBeLessThanOrEqual(256);
    expect(tag).not.toMatch(/\p{Cc}/u);
  });
});
