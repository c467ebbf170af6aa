import { afterEach, beforeEach, expect, it } from "vitest";
import type { NewFault } from "#simulator/core/fault-rules";
import { snapshots } from "../db/schema";
import { createBackupWorld, type BackupWorld } from "../testing/backup-world";
import { startBackup } from "./start-backup";

let world: BackupWorld;
beforeEach(async () => {
  world = await createBackupWorld();
});
afterEach(() => world.close());

async function backUp(...effects: Array<NewFault["effect"]>): Promise<string> {
  for (const effect of effects) {
    await world.sim.control.addFault({ scope: { action: "CreateImage" }, times: 1, effect });
  }
  const { id } = await startBackup(world.operator, { instanceId: world.fleet[0]?.id ?? "" });
  await world.live(15 * 60_000, {
    until: async () => (await world.backup(id)).status === "available",
  });
  return id;
}

/** What AWS keeps of ours and no record of a backup lists. */
async function unlisted(): Promise<string[]> {
  const { items } = await world.sim.control.snapshots({ live: true });
  const listed = await world.runtime.db.read.select().from(snapshots);
  const known = new Set(listed.map(({ snapshotId }) => snapshotId));
  return items.map(({ snapshotId }) => snapshotId).filter((id) => !known.has(id));
}

const failed = (keepsName: boolean) =>
  ({ kind: "lateFailure", afterMs: 1_000, keepsName }) as const;

it.each([true, false])(
  "snapshots of an image that failed unheard are listed by its record (keeps its name: %s)",
  async (keepsName) => {
    const id = await backUp(failed(keepsName), { kind: "loseReply" });
    expect(await world.attempts(id)).toHaveLength(2);
    expect((await world.sim.control.snapshots({ live: true })).items).toHaveLength(2);
    expect(await unlisted()).toEqual([]);
  },
);

it("and those of one that was hidden when its name was sent again, when it shows by then", async () => {
  const lag = { kind: "visibilityLag", ms: 62_000 } as const;
  const id = await backUp(failed(false), lag, { kind: "loseReply" });
  expect(await world.calls("CreateImage")).toBe(2);
  expect(await world.attempts(id)).toMatchObject([{ sendCount: 2, status: "accepted" }]);
  expect(await unlisted()).toEqual([]);
});
