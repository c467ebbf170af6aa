import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { snapshots } from "#lib/db/schema/index";
import { userContext } from "#lib/testing/contexts";
import { explainReads } from "#lib/testing/explain-reads";
import { createRemovalWorld, type RemovalWorld } from "#lib/testing/removal-world";
import { quickSearch } from "./quick-search";

let world: RemovalWorld;
beforeEach(async () => {
  world = await createRemovalWorld({ instances: 2, backups: 2 });
  await world.runtime.db.write((tx) =>
    tx.insert(snapshots).values(
      world.old.flatMap(({ id, snapshotIds }) =>
        snapshotIds.map((snapshotId) => ({
          id: `snp_${snapshotId}`,
          backupId: id,
          snapshotId,
          updatedAt: 1,
        })),
      ),
    ),
  );
});
afterEach(async () => {
  await world.runtime.close();
  await world.sim.close();
});

const viewer = () => userContext(world.runtime, "viewer");
const old = () => {
  const [first] = world.old;
  if (first === undefined) throw new Error("The world has backups.");
  return first;
};

describe("quickSearch", () => {
  it("finds a backup by its own id, by its image's and by a snapshot's", async () => {
    const { id, imageId, snapshotIds } = old();
    for (const text of [id, imageId, snapshotIds[0] ?? ""]) {
      const { backups } = await quickSearch(viewer(), { text });
      expect(backups).toMatchObject([{ id, imageId, matched: text, instance: "web-0" }]);
    }
    const { backups } = await quickSearch(viewer(), { text: imageId.slice(0, 9).toUpperCase() });
    expect(backups.map((backup) => backup.id)).toContain(id);
  });

  it("finds instances by name, and no backups by a word", async () => {
    const { instances, backups } = await quickSearch(viewer(), { text: "web-1" });
    expect(instances.map(({ name }) => name)).toEqual(["web-1"]);
    expect(backups).toEqual([]);
    expect((await quickSearch(viewer(), { text: "ami-" })).backups).toEqual([]);
  });

  it("finds nothing of another account, and nothing for somebody without a password", async () => {
    const limited = { ...viewer(), accounts: ["acc_other"] };
    for (const text of [old().imageId, "web"]) {
      expect(await quickSearch(limited, { text })).toEqual({ instances: [], backups: [] });
    }
    const newcomer = userContext(world.runtime, "viewer", { mustChangePassword: true });
    await expect(quickSearch(newcomer, { text: "web" })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("walks one index, however many backups there are", async () => {
    for (const [text, index] of [
      ["ami-0123", "backups_image"],
      ["snap-0123", "snapshots_snapshot"],
      ["bak_0123", "sqlite_autoindex_backups_1"],
    ] as const) {
      const plan = (
        await explainReads(world.runtime, () => quickSearch(viewer(), { text }))
      ).join();
      expect(plan).toContain(index);
      expect(plan).not.toMatch(/SCAN (backups|snapshots)/);
      expect(plan).not.toMatch(/(backups|snapshots)[^,]*,USE TEMP/);
    }
  });
});
