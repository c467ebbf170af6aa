import { afterEach, describe, expect, test } from "vitest";
import { backups } from "../db/schema";
import { userContext } from "../testing/contexts";
import { signedIn } from "../testing/people";
import { createBackupWorld, type BackupWorld, type WorldInstance } from "../testing/backup-world";
import { ensureDefaults } from "../settings/ensure-defaults";
import type { UpdateSettingsInput } from "../settings/schemas";
import { updateSettings } from "../settings/update-settings";
import { AT_ONCE_CODE, roomFor } from "./at-once.pure";
import { findStartTarget } from "./backup-target.repo";
import { createScheduledBackup } from "./create-scheduled-backup";
import { queueDueBackups } from "./queue-due-backups";
import { runBackup } from "./run-backup";
import { startBackup } from "./start-backup";

let world: BackupWorld;
afterEach(() => world.close());

async function start(limits: UpdateSettingsInput, fleet = { instances: 4, accounts: 2 }) {
  world = await createBackupWorld(fleet);
  await ensureDefaults(world.runtime);
  await updateSettings(await signedIn(userContext(world.runtime, "admin")), limits);
  await world.sim.control.configure({ pace: { baseMs: 30_000, perGibMs: 0, jitter: 0 } });
  const ids: string[] = [];
  for (const { id } of world.fleet) {
    ids.push((await startBackup(userContext(world.runtime, "operator"), { instanceId: id })).id);
  }
  return ids;
}

async function statuses(ids: readonly string[]): Promise<string[]> {
  const rows = await Promise.all(ids.map((id) => world.backup(id)));
  return rows.map(({ status }) => status);
}

describe("how many backups are made at once", () => {
  test("is the whole installation's limit; the others say why they wait, and follow", async () => {
    const ids = await start({ backupsAtOnceMax: 3 });
    await world.live(2_000);
    expect((await statuses(ids)).toSorted()).toEqual(["pending", "pending", "pending", "queued"]);
    const rows = await Promise.all(ids.map((id) => world.backup(id)));
    expect(rows.find(({ status }) => status === "queued")).toMatchObject({
      statusCode: AT_ONCE_CODE,
      statusReason:
        "Waits for its turn: 3 backups are being made, as many at once as the settings allow.",
    });
    await world.live(120_000);
    expect(await statuses(ids)).toEqual(["available", "available", "available", "available"]);
    expect(await world.calls("CreateImage")).toBe(4);
  });

  test("is each account's limit by itself", async () => {
    const ids = await start({ backupsAtOncePerAccountMax: 1 });
    await world.live(2_000);
    const rows = await Promise.all(ids.map((id) => world.backup(id)));
    const pending = rows.filter(({ status }) => status === "pending");
    expect(new Set(pending.map(({ accountRef }) => accountRef)).size).toBe(2);
    expect(pending).toHaveLength(2);
    await world.live(120_000);
    expect(new Set(await statuses(ids))).toEqual(new Set(["available"]));
  });

  test("goes round the accounts: a backlog in one leaves room for the others", async () => {
    world = await createBackupWorld({ instances: 24, accounts: 3 });
    await ensureDefaults(world.runtime);
    await updateSettings(await signedIn(userContext(world.runtime, "admin")), {
      backupsAtOnceMax: 1,
    });
    await world.sim.control.configure({ pace: { baseMs: 30_000, perGibMs: 0, jitter: 0 } });
    // The place that the database names first has eight, the others one each.
    const accountRefs = [...new Set(world.fleet.map(({ accountRef }) => accountRef))].toSorted();
    const others: string[] = [];
    for (const [index, accountRef] of accountRefs.entries()) {
      const fleet = world.fleet.filter((instance) => instance.accountRef === accountRef);
      for (const { id: instanceId } of fleet.slice(0, index === 0 ? 8 : 1)) {
        const { id } = await startBackup(userContext(world.runtime, "operator"), { instanceId });
        if (index > 0) others.push(id);
      }
    }
    await world.live(240_000);
    expect(await statuses(others)).toEqual(["available", "available"]);
  });

  describe("one by one", () => {
    /** In the order in which the database names them. */
    async function oneAtOnce(accounts: number): Promise<WorldInstance[][]> {
      world = await createBackupWorld({ instances: accounts * 3, accounts });
      await ensureDefaults(world.runtime);
      await updateSettings(await signedIn(userContext(world.runtime, "admin")), {
        backupsAtOnceMax: 1,
      });
      await world.sim.control.configure({ pace: { baseMs: 10_000, perGibMs: 0, jitter: 0 } });
      const refs = [...new Set(world.fleet.map(({ accountRef }) => accountRef))].toSorted();
      return refs.map((ref) => world.fleet.filter(({ accountRef }) => accountRef === ref));
    }

    const queueAll = (places: readonly WorldInstance[][]) =>
      world.runtime.db.write(async (tx) => {
        const dueAt = world.runtime.clock.now();
        for (const { id } of places.flat()) {
          const target = await findStartTarget(tx, id);
          if (!target) throw new Error("An instance of the world is there.");
          const wanted = { target, dueAt, startWindowEndsAt: dueAt + 4 * 3_600_000 };
          const { backup } = await createScheduledBackup(tx, world.system, wanted);
          await queueDueBackups(tx, world.system, [backup]);
        }
      });

    /** As letters, a for the first account, in the order of their calls. */
    async function startedIn(places: readonly WorldInstance[][]): Promise<string> {
      const rows = await world.runtime.db.read.select().from(backups).orderBy(backups.startedAt);
      const refs = places.map(([first]) => first?.accountRef);
      return rows.map(({ accountRef }) => "abc".charAt(refs.indexOf(accountRef))).join("");
    }

    test("each account has its turn before any has a second one", async () => {
      const places = await oneAtOnce(3);
      await queueAll(places);
      await world.live(300_000);
      expect(await startedIn(places)).toBe("abcabcabc");
    });

    test("what a person started was the turn of its account", async () => {
      const places = await oneAtOnce(2);
      const [manual, ...others] = places[0] ?? [];
      const { id } = await startBackup(userContext(world.runtime, "operator"), {
        instanceId: manual?.id ?? "",
      });
      // At once, and not by the tick.
      await runBackup(world.runtime, { backupId: id });
      expect(await statuses([id])).toEqual(["pending"]);
      await queueAll([others, places[1] ?? []]);
      await world.live(300_000);
      expect(await startedIn(places)).toBe("ababab");
    });
  });

  test("acts within seconds when it is raised", async () => {
    const ids = await start({ backupsAtOnceMax: 1 });
    await world.live(2_000);
    await updateSettings(await signedIn(userContext(world.runtime, "admin")), {
      backupsAtOnceMax: null,
    });
    await world.live(4_000);
    expect(new Set(await statuses(ids))).toEqual(new Set(["pending"]));
  });

  test("ends what waits longer than its start window as missed, without a call", async () => {
    const ids = await start({ backupsAtOnceMax: 1 }, { instances: 2, accounts: 1 });
    await world.sim.control.configure({ pace: { baseMs: 10 * 3_600_000, perGibMs: 0 } });
    expect(await world.calls("CreateImage")).toBe(0);
    await world.live(5 * 3_600_000, { stepMs: 600_000 });
    expect((await statuses(ids)).toSorted()).toEqual(["missed", "pending"]);
    expect(await world.calls("CreateImage")).toBe(1);
  });
});

test("room is used up by what is taken, first of the installation, then of the account", async () => {
  world = await createBackupWorld({ instances: 0 });
  const room = roomFor({ all: 3, perAccount: 2 }, new Map([["a", 1]]));
  expect(room.refusal("a")).toBeNull();
  room.take("a");
  expect(room.refusal("a")).toContain("in this account");
  expect(room.refusal("b")).toBeNull();
  room.take("b");
  expect(room.refusal("b")).toBe(
    "Waits for its turn: 3 backups are being made, as many at once as the settings allow.",
  );
});
