import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditEntries, findings, planItems, reconcileRuns } from "../db/schema";
import { ForbiddenError, NotFoundError } from "../errors";
import { createBackupWorld, type BackupWorld, type WorldInstance } from "../testing/backup-world";
import { userContext } from "../testing/contexts";
import { plantImages, plantRecords, type PastBackup } from "../testing/reconcile-world";
import { countFindings } from "./count-findings";
import { listFindings } from "./list-findings";
import { listReconcileRuns } from "./list-reconcile-runs";
import { repairFinding } from "./repair-finding";
import { repairFindings } from "./repair-findings";
import { requestReconcile } from "./request-reconcile";
import { runReconcile } from "./run-reconcile";

let world: BackupWorld;
let place: WorldInstance;
let orphan: PastBackup;
let changed: PastBackup;

const admin = () => userContext(world.runtime, "admin");
const reconcile = () =>
  runReconcile(world.runtime, { accountRef: place.accountRef, region: place.region });

beforeAll(async () => {
  world = await createBackupWorld();
  const [instance] = world.fleet;
  if (!instance) throw new Error("A world has an instance.");
  place = instance;
  const before = world.runtime.clock.now();
  const [first, second] = await plantImages(world.sim, { instance, count: 2, before });
  if (!first || !second) throw new Error("Two images were planted.");
  [orphan, changed] = [first, second];
  await plantRecords(world.runtime.db, [orphan], { status: "deleted" });
  await plantRecords(world.runtime.db, [changed]);
  await world.sim.control.retag({
    resourceId: changed.imageId,
    tags: { "amivault:instance": null, Team: "web" },
  });
  await reconcile();
});
afterAll(() => world.close());

async function idOf(resourceId: string): Promise<string> {
  const { items } = await listFindings(admin(), { search: resourceId });
  return items[0]?.id ?? "none";
}

describe("findings", () => {
  it("are listed and counted for those who may see the account alone", async () => {
    expect(await countFindings(admin())).toMatchObject({ orphans: 1, toMend: 2 });
    const elsewhere = userContext(world.runtime, "admin", { accounts: ["acc_other"] });
    expect((await listFindings(elsewhere)).items).toEqual([]);
    expect(await countFindings(elsewhere)).toMatchObject({ orphans: 0, toMend: 0 });
    const findingId = await idOf(orphan.imageId);
    const ignore = { findingId, action: "ignore" as const };
    await expect(repairFinding(elsewhere, ignore)).rejects.toThrow(NotFoundError);
  });

  it("are repaired by administrators alone, and an unknown id is not found", async () => {
    const operator = userContext(world.runtime, "operator");
    const findingId = await idOf(orphan.imageId);
    const ignore = { findingId, action: "ignore" as const };
    await expect(repairFinding(operator, ignore)).rejects.toThrow(ForbiddenError);
    const unknown = { findingId: "fnd_unknown", action: "ignore" as const };
    await expect(repairFinding(admin(), unknown)).rejects.toThrow(NotFoundError);
  });

  it("that are ignored stay so while the difference is the same", async () => {
    const findingId = await idOf(orphan.imageId);
    await repairFinding(admin(), { findingId, action: "ignore" });
    await reconcile();
    expect((await listFindings(admin())).items).toHaveLength(1);
    expect((await listFindings(admin(), { state: "ignored" })).items).toMatchObject([
      { id: findingId, ignored: { by: "test-admin" }, actions: ["clean_up", "unignore"] },
    ]);
    await repairFinding(admin(), { findingId, action: "unignore" });
    expect(await countFindings(admin())).toMatchObject({ orphans: 1 });
  });

  it("what an act does not fit is named, and the rest is done", async () => {
    const findingIds = [await idOf(orphan.imageId), await idOf(changed.imageId), "fnd_unknown"];
    const outcome = await repairFindings(admin(), { findingIds, action: "clean_up" });
    expect(outcome).toMatchObject({
      done: 1,
      failures: [
        { findingId: findingIds[1], message: "Its repair is another one." },
        { findingId: "fnd_unknown", message: "This finding does not exist." },
      ],
    });
    const items = await world.runtime.db.read.select().from(planItems);
    expect(items).toMatchObject([{ imageId: orphan.imageId, backupId: null, status: "gathering" }]);
    expect(await countFindings(admin())).toMatchObject({ orphans: 0 });
    await reconcile();
    expect(await countFindings(admin())).toMatchObject({ orphans: 0, toMend: 1 });
  });

  it("tags are written as they were made, others stay, and the next pass agrees", async () => {
    const findingId = await idOf(changed.imageId);
    await repairFinding(admin(), { findingId, action: "repair_tags" });
    const { items } = await world.sim.control.images({ imageId: changed.imageId });
    expect(items[0]?.tags).toMatchObject({ "amivault:instance": place.instanceId, Team: "web" });
    await reconcile();
    const { read } = world.runtime.db;
    const [finding] = await read.select().from(findings).where(eq(findings.id, findingId));
    expect(finding).toMatchObject({ resolution: "Its tags were written again." });
    const audited = await read
      .select()
      .from(auditEntries)
      .where(eq(auditEntries.action, "finding.repair_tags"));
    expect(audited).toHaveLength(1);
  });
});

describe("a comparison on request", () => {
  it("waits as a run that names who asked, once however often it is asked for", async () => {
    const asked = { accountRef: place.accountRef, region: place.region };
    expect(await requestReconcile(admin(), asked)).toEqual({ places: 1 });
    await requestReconcile(admin(), asked);
    expect(await listReconcileRuns(admin())).toMatchObject([
      { region: place.region, run: { state: "running", requestedBy: "test-admin" } },
    ]);
    await reconcile();
    const runs = await world.runtime.db.read.select().from(reconcileRuns);
    expect(runs.filter(({ endedAt }) => endedAt === null)).toEqual([]);
    expect(runs.filter(({ requestedBy }) => requestedBy !== null)).toHaveLength(1);
  });

  it("of every region asks AWS which there are; an unknown account is not found", async () => {
    const every = { accountRef: place.accountRef, everyRegion: true };
    expect((await requestReconcile(admin(), every)).places).toBeGreaterThan(5);
    const unknown = requestReconcile(admin(), { accountRef: "acc_unknown" });
    await expect(unknown).rejects.toThrow(NotFoundError);
  });
});
