import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { inspect } from "node:util";
import { desc, eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MINUTE } from "../clock";
import { createLogger } from "../logger";
import { alerts, auditEntries, backups, credentials } from "../db/schema";
import { userContext } from "../testing/contexts";
import { createRemovalWorld, type RemovalWorld } from "../testing/removal-world";
import { deleteBackup } from "./delete-backup";
import { deleteBackupOnce } from "./delete-backup-once";
import { previewRemoval } from "./preview-removal";

let world: RemovalWorld;

beforeEach(async () => {
  world = await createRemovalWorld();
});

afterEach(async () => {
  await world.close();
});

const BOTH = "image_and_snapshots";
const oldest = () => world.at(0).id;

async function isKept(resourceId: string): Promise<boolean> {
  const images = await world.sim.control.images({ imageId: resourceId });
  const snapshots = await world.sim.control.snapshots({ snapshotId: resourceId });
  return [...images.items, ...snapshots.items].some((item) => "amivault:keep" in item.tags);
}

it("takes the image with its snapshots, and audits who asked", async () => {
  const dto = await deleteBackup(world.admin, { backupId: oldest(), mode: BOTH });
  expect(dto.status).toBe("deleting");
  await world.remove();
  expect(await world.whatIsGone()).toEqual(world.onlyTheVictim());
  const [audited] = await world.runtime.db.read
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.action, "backup.delete"));
  expect(audited).toMatchObject({ actorName: "test-admin", targetId: oldest() });
});

it("takes the record alone, after AWS has the image and its snapshots tagged as kept", async () => {
  const dto = await deleteBackup(world.admin, { backupId: oldest(), mode: "record" });
  expect(dto.status).toBe("forgotten");
  expect((await world.whatIsGone()).images).toEqual([]);
  expect(await isKept(world.at(0).imageId)).toBe(true);
  expect(await isKept(world.at(0).snapshotIds[0] ?? "")).toBe(true);
});

it("leaves the record when AWS does not take the tag", async () => {
  await world.sim.control.deny({ action: "ec2:CreateTags" });
  const deletion = deleteBackup(world.admin, { backupId: oldest(), mode: "record" });
  await expect(deletion).rejects.toMatchObject({ reason: "UnauthorizedOperation" });
  expect((await world.victim()).status).toBe("available");
});

it.each([
  ["none of its own", null, false],
  ["a person's own", "audit", true],
])("takes its tag off again when a hold keeps the record, of what had %s", async (...row) => {
  const [, own, stays] = row;
  const { imageId, snapshotIds } = world.at(0);
  const resourceIds = [imageId, ...snapshotIds];
  for (const resourceId of own === null ? [] : resourceIds) {
    await world.sim.control.retag({ resourceId, tags: { "amivault:keep": own ?? "" } });
  }
  const { write } = world.runtime.db;
  let holds = 1;
  // The first write after the tag is the record's.
  world.runtime.db.write = async (work) => {
    if (holds-- > 0) {
      await write((tx) => tx.update(backups).set({ heldAt: 1 }).where(eq(backups.id, oldest())));
    }
    return write(work);
  };
  const deletion = deleteBackup(world.admin, { backupId: oldest(), mode: "record" });
  await expect(deletion).rejects.toMatchObject({ code: "conflict" });
  expect(await world.calls("CreateTags")).toBe(1);
  for (const resourceId of resourceIds) expect(await isKept(resourceId)).toBe(stays);
});

it("forgets what has no image without asking AWS", async () => {
  await world.setBackup(oldest(), { status: "missed", imageId: null });
  const dto = await deleteBackup(world.admin, { backupId: oldest(), mode: "record" });
  expect(dto.status).toBe("forgotten");
  expect(await world.calls("CreateTags")).toBe(0);
});

describe("refuses", () => {
  it("what is held, what is being made, and what is unknown", async () => {
    await world.setBackup(oldest(), { heldAt: 1 });
    await expect(deleteBackup(world.admin, { backupId: oldest(), mode: BOTH })).rejects.toThrow(
      /held/,
    );
    await world.setBackup(oldest(), { heldAt: null, status: "pending" });
    await expect(deleteBackup(world.admin, { backupId: oldest(), mode: BOTH })).rejects.toThrow(
      /pending/,
    );
    await expect(
      deleteBackup(world.admin, { backupId: "bak_unknown", mode: BOTH }),
    ).rejects.toMatchObject({ code: "not_found" });
  });

  it("operators", async () => {
    const operator = userContext(world.runtime, "operator");
    await expect(deleteBackup(operator, { backupId: oldest(), mode: BOTH })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(previewRemoval(operator, { backupId: oldest() })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("below the floor, unless the person says so; then even the last one", async () => {
    for (const { id } of world.old.slice(1)) await world.setBackup(id, { status: "gone" });
    const preview = await previewRemoval(world.admin, { backupId: oldest() });
    expect(preview).toMatchObject({ isLastGood: true, staying: 0, floor: 2 });
    await expect(
      deleteBackup(world.admin, { backupId: oldest(), mode: BOTH }),
    ).rejects.toMatchObject({ code: "precondition_failed", reason: "BelowFloor" });
    await deleteBackup(world.admin, { backupId: oldest(), mode: BOTH, belowFloor: true });
    await world.remove();
    expect((await world.victim()).status).toBe("deleted");
  });

  it("an image that another image was made from, and names it", async () => {
    const { accountId, region } = world.fleet[0] ?? { accountId: "", region: "" };
    const imageId = world.at(0).imageId;
    await world.sim.control.createInstance({ accountId, region, imageId });
    const preview = await previewRemoval(world.admin, { backupId: oldest() });
    expect(preview.references[0]).toMatch(/^Instance i-/);
    await expect(
      deleteBackup(world.admin, { backupId: oldest(), mode: BOTH }),
    ).rejects.toMatchObject({ code: "conflict", reason: "image_referenced" });
    expect((await world.victim()).status).toBe("available");
  });

  it("an image with a snapshot that is tagged as kept, unless the snapshots stay", async () => {
    const [snapshotId = ""] = world.at(0).snapshotIds;
    await world.sim.control.retag({ resourceId: snapshotId, tags: { "amivault:keep": "" } });
    const { modes } = await previewRemoval(world.admin, { backupId: oldest() });
    expect(modes.map(({ refusal }) => refusal)).toEqual([
      null,
      null,
      `${snapshotId} is tagged amivault:keep in AWS: it stays.`,
    ]);
    await expect(
      deleteBackup(world.admin, { backupId: oldest(), mode: BOTH }),
    ).rejects.toMatchObject({ code: "precondition_failed", reason: "snapshot_kept" });
    await deleteBackup(world.admin, { backupId: oldest(), mode: "image" });
    await world.remove();
    expect(await world.whatIsGone()).toMatchObject({ status: "deleted", snapshots: [] });
  });
});

describe("with keys for one use", () => {
  const keys = async (name: string) => {
    const accounts = await world.sim.control.listAccounts();
    const account = accounts.find((one) => one.name === name);
    const [key] = account?.keys ?? [];
    return {
      kind: "access_key" as const,
      accessKeyId: key?.accessKeyId ?? "",
      secretAccessKey: key?.secretAccessKey ?? "",
    };
  };

  beforeEach(async () => {
    await world.runtime.db.write((tx) => tx.update(credentials).set({ deletedAt: 1 }));
  });

  it("deletes within the request, and stores nothing of the keys", async () => {
    expect(await previewRemoval(world.admin, { backupId: oldest() })).toMatchObject({
      needsCredential: true,
    });
    const credential = await keys("account-0");
    const wanted = { backupId: oldest(), mode: BOTH, credential } as const;
    const dto = await deleteBackupOnce(world.admin, wanted);
    expect(dto.status).toBe("deleted");
    expect(await world.whatIsGone()).toEqual(world.onlyTheVictim());
    const rows = await world.runtime.db.read
      .select()
      .from(auditEntries)
      .orderBy(desc(auditEntries.at));
    expect(JSON.stringify(rows)).not.toContain(credential.secretAccessKey);
    expect(JSON.stringify(rows)).not.toContain(credential.accessKeyId);
  });

  it("leaves no trace of temporary ones in any file, job, log line or answer, also when AWS refuses", async () => {
    const lines: string[] = [];
    const log = createLogger({
      component: "test",
      level: "trace",
      destination: { write: (line: string) => void lines.push(line) },
    });
    const own = await createRemovalWorld({ overrides: { log } });
    try {
      const [account] = await own.sim.control.listAccounts();
      const session = await own.sim.control.createSession({ accountId: account?.accountId ?? "" });
      const { accessKeyId, secretAccessKey, sessionToken = "" } = session;
      const credential = { kind: "session" as const, accessKeyId, secretAccessKey, sessionToken };
      await own.runtime.db.write((tx) => tx.update(credentials).set({ deletedAt: 1 }));
      const wanted = { backupId: own.at(0).id, mode: BOTH, credential } as const;
      const { id } = await own.sim.control.deny({ action: "ec2:DeregisterImage" });
      const refused = await deleteBackupOnce(own.admin, wanted).catch((error: unknown) => error);
      own.runtime.log.error({ err: refused }, "request failed");
      await own.sim.control.allow({ id });
      const dto = await deleteBackupOnce(own.admin, wanted);
      expect(dto.status).toBe("deleted");
      const seen = [
        inspect(refused, { depth: 10 }),
        JSON.stringify(dto),
        JSON.stringify(own.runtime.queue.waiting()),
        lines.join("\n"),
        ...readdirSync(own.runtime.folder).map((file) =>
          readFileSync(path.join(own.runtime.folder, file), "latin1"),
        ),
      ].join("\n");
      expect(seen).toContain(dto.id);
      for (const secret of [accessKeyId, secretAccessKey, sessionToken]) {
        expect(secret.length).toBeGreaterThan(10);
        expect(seen.includes(secret)).toBe(false);
      }
    } finally {
      await own.close();
    }
  });

  it("deletes by a role that keys of the request assume", async () => {
    const away = await world.sim.control.createAccount({ name: "other" });
    const [account] = await world.sim.control.listAccounts();
    const role = await world.sim.control.createRole({
      accountId: account?.accountId ?? "",
      name: "AmiVault",
      trusts: [away.accountId],
      externalId: "theirs",
    });
    const { accessKeyId, secretAccessKey } = await keys("other");
    const credential = {
      kind: "assume_role" as const,
      roleArn: role.arn,
      externalId: "theirs",
      accessKeyId,
      secretAccessKey,
    };
    const dto = await deleteBackupOnce(world.admin, { backupId: oldest(), mode: BOTH, credential });
    expect(dto.status).toBe("deleted");
  });

  it("takes none of another account", async () => {
    await world.sim.control.createAccount({ name: "other" });
    const credential = await keys("other");
    const wanted = { backupId: oldest(), mode: BOTH, credential } as const;
    await expect(deleteBackupOnce(world.admin, wanted)).rejects.toMatchObject({
      code: "validation",
    });
    expect((await world.victim()).status).toBe("available");
  });

  it("ends what is under way as it was begun, and says so", async () => {
    await world.sim.control.addFault({
      scope: { action: "DeregisterImage" },
      times: 1,
      effect: { kind: "loseReply" },
    });
    const credential = await keys("account-0");
    await deleteBackupOnce(world.admin, { backupId: oldest(), mode: BOTH, credential });
    const other = { backupId: oldest(), mode: "image", credential } as const;
    const conflict = { code: "conflict", reason: "other_mode" };
    await expect(deleteBackupOnce(world.admin, other)).rejects.toMatchObject(conflict);
    expect((await world.victim()).status).toBe("deleting");
    await deleteBackupOnce(world.admin, { backupId: oldest(), mode: BOTH, credential });
    await expect(deleteBackupOnce(world.admin, other)).rejects.toMatchObject(conflict);
  });

  it("what nobody heard of ends by a saved credential, where there is one", async () => {
    await world.sim.control.addFault({
      scope: { action: "DeregisterImage" },
      times: 1,
      effect: { kind: "loseReply" },
    });
    const wanted = { backupId: oldest(), mode: BOTH, credential: await keys("account-0") } as const;
    await deleteBackupOnce(world.admin, wanted);
    await world.runtime.db.write((tx) => tx.update(credentials).set({ deletedAt: null }));
    await world.removeFor(6 * MINUTE, MINUTE);
    expect(await world.whatIsGone()).toEqual(world.onlyTheVictim());
  });

  it("what nobody heard of needs a credential, is not chased, and ends with the next one", async () => {
    await world.sim.control.addFault({
      scope: { action: "DeregisterImage" },
      times: 1,
      effect: { kind: "loseReply" },
    });
    const wanted = { backupId: oldest(), mode: BOTH, credential: await keys("account-0") } as const;
    const dto = await deleteBackupOnce(world.admin, wanted);
    expect(dto).toMatchObject({ status: "deleting", statusCode: "NeedsCredential" });
    const raised = async () => (await world.runtime.db.read.select().from(alerts)).length;
    expect(await raised()).toBe(1);
    const before = await world.calls("DescribeImages");
    await world.removeFor(600_000, 60_000);
    expect(await world.calls("DescribeImages")).toBe(before);
    expect(await raised()).toBe(1);
    expect((await deleteBackupOnce(world.admin, wanted)).status).toBe("deleted");
    const [alert] = await world.runtime.db.read.select().from(alerts);
    expect(alert).toMatchObject({ kind: "removal.failed", closedAt: expect.any(Number) });
    expect(await world.whatIsGone()).toEqual(world.onlyTheVictim());
  });
});
