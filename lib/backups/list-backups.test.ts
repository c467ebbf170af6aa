import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ForbiddenError, NotFoundError, UnauthorizedError } from "../errors";
import { createBackupWorld, type BackupWorld } from "../testing/backup-world";
import { anonymousContext, userContext } from "../testing/contexts";
import { mergeWalks, toWalkedPage } from "../db/bounded-walk";
import { FileReader } from "../db/file-reader";
import { backups } from "../db/schema";
import { readBackups, walkBackups } from "./backup-list.repo";
import { findStartTarget } from "./backup-target.repo";
import type { BackupDto } from "./dto";
import { dueLooksQuery, placesToPollQuery } from "./due-looks.repo";
import { queuedQuery, runnablePlacesQuery } from "./runnable.repo";
import { getBackup } from "./get-backup";
import { insertBackup } from "./insert-backup";
import { listAmis } from "./list-amis";
import { listBackups } from "./list-backups";
import { listRunningBackups } from "./list-running-backups";
import type { ListBackupsInput } from "./schemas";
import { unfinishedQuery } from "./unfinished-backup.repo";
import { updateBackup } from "./update-backup";

let world: BackupWorld;
const HOUR = 3_600_000;
let madeId: string;

/** For each of four instances: ten missed ones, one expected; and one that was really made. */
beforeAll(async () => {
  world = await createBackupWorld({ instances: 4, accounts: 2 });
  const now = world.runtime.clock.now();
  for (const { id } of world.fleet) {
    await world.runtime.db.write(async (tx) => {
      const target = await findStartTarget(tx, id);
      if (!target) throw new Error("no target");
      for (let hour = -10; hour <= 0; hour++) {
        const at = now + hour * HOUR + HOUR;
        const status = hour === 0 ? ("expected" as const) : ("missed" as const);
        const startWindowEndsAt = at + HOUR;
        await insertBackup(tx, world.system, {
          target,
          due: { dueAt: at },
          at,
          status,
          startWindowEndsAt,
          message: "Written by a test.",
        });
      }
    });
  }
  const { startBackup } = await import("./start-backup");
  const made = await startBackup(world.operator, { instanceId: world.fleet[0]?.id ?? "" });
  madeId = made.id;
  await world.live(60_000);
});

afterAll(async () => {
  await world.close();
});

async function walk(input: ListBackupsInput): Promise<BackupDto[]> {
  const all: BackupDto[] = [];
  let cursor: string | undefined;
  do {
    const page = await listBackups(world.operator, { ...input, cursor });
    all.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return all;
}

describe("listBackups", () => {
  it("walks all pages once, newest due first, without what is still to come", async () => {
    const all = await walk({ limit: 7 });
    expect(all).toHaveLength(41);
    expect(new Set(all.map(({ id }) => id)).size).toBe(41);
    const dues = all.map(({ dueAt }) => dueAt);
    expect(dues).toEqual(dues.toSorted().toReversed());
    expect(all.every(({ status }) => status !== "expected")).toBe(true);
  });

  it.each<[string, ListBackupsInput, number]>([
    ["expected ones when asked for", { status: "expected" }, 4],
    ["several statuses", { status: "missed,available" }, 41],
    ["a region nothing is in", { region: "us-east-1" }, 0],
    ["a name's part, in any case", { search: "WEB-1" }, 10],
    ["a wildcard, literally", { search: "%" }, 0],
    ["an underscore, literally", { search: "web_1" }, 0],
    ["markup", { search: "<script>alert(1)</script>" }, 0],
    ["a quote", { search: "' or 1=1 --" }, 0],
    ["an unknown account", { account: "999999999999" }, 0],
  ])("filters by %s", async (_name, input, count) => {
    expect(await walk(input)).toHaveLength(count);
  });

  it("goes on to the end where a filter says the same twice, or rows go while a page is read", async () => {
    expect(await walk({ status: "missed,missed", limit: 7 })).toHaveLength(40);
    expect(await walk({ kind: "manual,manual", limit: 1 })).toHaveLength(1);
    const [first] = (await listBackups(world.operator, { status: "missed", limit: 5 })).items;
    const { read } = world.runtime.db;
    const walked = await walkBackups(read, {
      filter: { accounts: "all", statuses: ["missed"] },
      after: null,
      limit: 6,
    });
    const gone = {
      ...walked,
      places: walked.places.with(2, { at: Date.parse(first?.dueAt ?? ""), id: "bak_gone" }),
    };
    const page = toWalkedPage(gone, 5);
    expect(await readBackups(read, page.places)).toHaveLength(4);
    expect(page.next).toEqual(walked.places[4]);
    const twice = mergeWalks([walked, walked], 6);
    expect(twice.places).toEqual(walked.places);
  });

  it("misses no row whose status changes from one that is asked for to another", async () => {
    const [turning] = (await listBackups(world.operator, { status: "missed", limit: 1 })).items;
    const id = turning?.id ?? "";
    let status: "missed" | "failed" = "missed";
    const turn = (to: typeof status) => {
      status = to;
      return world.runtime.db.write((tx) =>
        tx.update(backups).set({ status: to }).where(eq(backups.id, id)),
      );
    };
    const execute = FileReader.prototype.execute;
    const spy = vi.spyOn(FileReader.prototype, "execute").mockImplementation(async function (
      this: FileReader,
      ...query
    ) {
      const result = await execute.apply(this, query);
      await turn(status === "missed" ? "failed" : "missed");
      return result;
    });
    for (const asked of ["missed,failed", "failed,missed"]) {
      for (const first of ["missed", "failed"] as const) {
        for (const search of [undefined, "web"]) {
          await turn(first);
          const found = await listBackups(world.operator, { status: asked, search, limit: 200 });
          expect(found.items.map((item) => item.id)).toContain(id);
        }
      }
    }
    spy.mockRestore();
    await turn("missed");
  });

  it("filters by instance, account, time and ids", async () => {
    const [instance] = world.fleet;
    const made = await world.backup(madeId);
    expect(await walk({ instance: instance?.id })).toHaveLength(11);
    expect(await walk({ account: instance?.accountId })).toHaveLength(21);
    expect(await walk({ search: instance?.instanceId })).toHaveLength(11);
    expect(await walk({ search: madeId })).toMatchObject([{ id: madeId }]);
    expect(await walk({ search: made.imageId ?? "" })).toMatchObject([{ id: madeId }]);
    expect(await walk({ search: made.imageName ?? "" })).toMatchObject([{ id: madeId }]);
    const from = new Date(made.dueAt - 2 * HOUR).toISOString();
    const to = new Date(made.dueAt).toISOString();
    expect(await walk({ from, to })).toHaveLength(8);
  });

  it("refuses a cursor it did not give out, an unknown status and a page without bounds", async () => {
    const list = (input: ListBackupsInput) => listBackups(world.operator, input);
    await expect(list({ cursor: "bm9uc2Vuc2U" })).rejects.toMatchObject({ name: "ZodError" });
    await expect(list({ status: "lost" })).rejects.toMatchObject({ name: "ZodError" });
    await expect(list({ limit: 100_000 })).rejects.toMatchObject({ name: "ZodError" });
  });

  it("shows nothing of accounts out of sight, and nothing to nobody", async () => {
    const [instance] = world.fleet;
    const accounts = [instance?.accountRef ?? ""];
    const half = userContext(world.runtime, "viewer", { accounts });
    expect((await listBackups(half, { limit: 200 })).items).toHaveLength(21);
    const blind = userContext(world.runtime, "viewer", { accounts: [] });
    expect((await listBackups(blind)).items).toEqual([]);
    expect((await listAmis(blind)).items).toEqual([]);
    await expect(getBackup(blind, { backupId: madeId })).rejects.toBeInstanceOf(NotFoundError);
    const nobody = listBackups(anonymousContext(world.runtime));
    await expect(nobody).rejects.toBeInstanceOf(UnauthorizedError);
  });
});

it("listAmis names what AWS holds of ours", async () => {
  const [image] = await world.liveImages();
  const page = await listAmis(world.operator);
  expect(page.items).toMatchObject([
    { imageId: image?.imageId, backupId: madeId, imageState: "available", held: false },
  ]);
});

it("listRunningBackups names what is unfinished", async () => {
  expect(await listRunningBackups(world.operator)).toEqual([]);
});

describe("updateBackup", () => {
  it("holds, releases and describes, each with its audit and a line in the story", async () => {
    const held = await updateBackup(world.operator, {
      backupId: madeId,
      held: true,
      holdReason: "before the migration",
    });
    expect(held.held).toBe(true);
    const detail = await getBackup(world.operator, { backupId: madeId });
    expect(detail.hold).toMatchObject({ by: "test-operator", reason: "before the migration" });
    await updateBackup(world.operator, { backupId: madeId, held: false, description: "Räume" });
    const after = await getBackup(world.operator, { backupId: madeId });
    expect(after).toMatchObject({ hold: null, held: false, description: "Räume" });
    expect(after.events.map(({ type }) => type).slice(-2)).toEqual(["hold.set", "hold.released"]);
  });

  it("refuses a viewer, an unknown backup and an empty change", async () => {
    const viewer = userContext(world.runtime, "viewer");
    const change = { backupId: madeId, held: true };
    await expect(updateBackup(viewer, change)).rejects.toBeInstanceOf(ForbiddenError);
    const unknown = updateBackup(world.operator, { ...change, backupId: "bak_none" });
    await expect(unknown).rejects.toBeInstanceOf(NotFoundError);
    const empty = updateBackup(world.operator, { backupId: madeId });
    await expect(empty).rejects.toMatchObject({ name: "ZodError" });
  });
});

describe("nothing reads the whole history", () => {
  async function planOf(query: { toSQL(): { sql: string; params: unknown[] } }): Promise<string> {
    const { sql: text, params } = query.toSQL();
    const bound = params.reduce<string>(
      (all, value) => all.replace("?", `'${String(value)}'`),
      text,
    );
    const plan = await world.runtime.db.write((tx) =>
      tx.all<{ detail: string }>(sql.raw(`explain query plan ${bound}`)),
    );
    return plan.map(({ detail }) => detail).join("; ");
  }

  it("not what the engine asks every second", async () => {
    const { read } = world.runtime.db;
    const queries = [
      placesToPollQuery(read, { now: 1, restMs: 1 }),
      dueLooksQuery(read, { accountRef: "a", region: "r", until: 1, limit: 200 }),
      unfinishedQuery(read, { instanceRef: "x", except: "y" }),
      runnablePlacesQuery(read, 1),
      queuedQuery(read, { now: 1, eachMax: 5 }),
    ];
    const plans = await Promise.all(queries.map(planOf));
    expect(plans[0]).toContain("backups_looked_at");
    // However much waits elsewhere, or is queued.
    expect(plans[1]).toContain("backups_looked_at (account_ref=? AND region=? AND not_before_at");
    expect(plans[1]).not.toContain("TEMP B-TREE");
    expect(plans[2]).toContain("backups_unfinished");
    expect(plans[3]).toContain("backups_queued");
    // Grouped and ranked in the index's own order.
    expect(plans[3]).not.toContain("TEMP B-TREE");
    expect(plans[4]).toContain("SCAN backups USING INDEX backups_queued");
    expect(plans[4]?.match(/TEMP B-TREE/g)).toHaveLength(1);
  });
});
