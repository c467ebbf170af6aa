import { sql } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import type { NewFault } from "#simulator/core/fault-rules";
import { backups, snapshots } from "../db/schema";
import { createBackupWorld, type BackupWorld } from "../testing/backup-world";
import { startBackup } from "./start-backup";

let world: BackupWorld;
const MINUTE = 60_000;

afterEach(async () => {
  await world.close();
});

describe("a backup whose news cannot be written", () => {
  /** As a row that breaks one of the database's rules. */
  async function refuse(id: string, from: string): Promise<void> {
    await world.runtime.db.write(async (tx) => {
      await tx.run(
        sql.raw(`create trigger refuse before update on backups
          when old.id = '${id}' and old.status = '${from}' and new.status <> old.status
          begin select raise(abort, 'a bad row'); end`),
      );
    });
  }

  async function counts(): Promise<Record<string, number>> {
    const rows = await world.runtime.db.read.select({ status: backups.status }).from(backups);
    return Object.fromEntries(
      [...new Set(rows.map(({ status }) => status))].map((status) => [
        status,
        rows.filter((row) => row.status === status).length,
      ]),
    );
  }

  it("hides the ending of no other in its account and region, and ends once it can be", async () => {
    world = await createBackupWorld({ instances: 30 });
    const ids: string[] = [];
    for (const { id } of world.fleet) {
      ids.push((await startBackup(world.operator, { instanceId: id })).id);
    }
    await refuse(ids[3] ?? "", "pending");
    await world.live(2 * MINUTE);
    expect(await counts()).toEqual({ available: 29, pending: 1 });
    await world.sim.control.clearCalls();
    await world.live(2 * MINUTE, { stepMs: 1_000 });
    expect(await world.calls("DescribeImages")).toBeLessThan(5);
    await world.runtime.db.write(async (tx) => {
      await tx.run(sql`drop trigger refuse`);
    });
    await world.live(2 * MINUTE);
    expect(await counts()).toEqual({ available: 30 });
  });

  it("hides no other whose request went unheard", async () => {
    world = await createBackupWorld({ instances: 4 });
    await world.sim.control.addFault({
      scope: { action: "CreateImage" },
      times: 4,
      effect: { kind: "loseReply" },
    });
    const ids: string[] = [];
    for (const { id } of world.fleet) {
      ids.push((await startBackup(world.operator, { instanceId: id })).id);
    }
    await world.tick();
    expect(await counts()).toEqual({ creating: 4 });
    await refuse(ids[0] ?? "", "creating");
    await world.live(5 * MINUTE);
    expect(await counts()).toEqual({ available: 3, creating: 1 });
  });

  /** Each of them asked for anew, by whatever answers its CreateImage gets. */
  async function startAll(instances: number, ...effects: Array<NewFault["effect"]>) {
    world = await createBackupWorld({ instances });
    for (const effect of effects) {
      const times = instances;
      await world.sim.control.addFault({ scope: { action: "CreateImage" }, times, effect });
    }
    const ids: string[] = [];
    for (const { id } of world.fleet) {
      ids.push((await startBackup(world.operator, { instanceId: id })).id);
    }
    return ids;
  }

  /** Snapshots of its own that AWS has of what failed unseen, as far as records list them. */
  const listedOfDead = async (id: string) => {
    const { imageId } = await world.backup(id);
    const rows = await world.runtime.db.read.select().from(snapshots);
    return rows.filter((row) => row.backupId === id && row.imageId !== imageId).length;
  };

  it("hides no other whose name was sent twice, and does not end before both are written", async () => {
    const ids = await startAll(
      2,
      { kind: "lateFailure", afterMs: 1_000, keepsName: false },
      { kind: "visibilityLag", ms: 62_000 },
      { kind: "loseReply" },
    );
    const [bad = "", good = ""] = ids;
    await world.runtime.db.write(async (tx) => {
      await tx.run(
        sql.raw(`create trigger refuse before insert on snapshots
          when new.backup_id = '${bad}'
            and new.image_id <> (select image_id from backups where id = new.backup_id)
          begin select raise(abort, 'a bad row'); end`),
      );
    });
    await world.live(15 * MINUTE);
    for (const id of ids) expect(await world.attempts(id)).toMatchObject([{ sendCount: 2 }]);
    expect(await counts()).toEqual({ available: 1, pending: 1 });
    expect((await world.backup(good)).status).toBe("available");
    expect(await listedOfDead(good)).toBe(1);
    await world.runtime.db.write(async (tx) => {
      await tx.run(sql`drop trigger refuse`);
    });
    await world.live(2 * MINUTE);
    expect(await counts()).toEqual({ available: 2 });
    expect(await listedOfDead(bad)).toBe(1);
  });

  it("hides no other that no look can move", async () => {
    const [bad = ""] = await startAll(3);
    await world.tick();
    expect(await counts()).toEqual({ pending: 3 });
    await world.runtime.db.write((tx) => tx.update(backups).set({ imageId: null }));
    await refuse(bad, "pending");
    await world.live(MINUTE);
    expect(await counts()).toEqual({ failed: 2, pending: 1 });
  });

  it("hides no other that AWS could not be asked about for too long", async () => {
    const [bad = ""] = await startAll(3, { kind: "loseReply" });
    await world.tick();
    expect(await counts()).toEqual({ creating: 3 });
    await world.sim.control.deny({ action: "ec2:DescribeImages" });
    await refuse(bad, "creating");
    await world.live(40 * MINUTE, { stepMs: 30_000 });
    expect(await counts()).toEqual({ failed: 2, creating: 1 });
  });
});
