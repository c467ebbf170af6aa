import { sql } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { backups } from "../db/schema";
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
});
