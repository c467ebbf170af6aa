import { eq, isNull } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { alerts, findings } from "../db/schema";
import { createBackupWorld, type BackupWorld } from "../testing/backup-world";
import { plantImages, plantRecords } from "../testing/reconcile-world";
import { runReconcile } from "./run-reconcile";

let world: BackupWorld;
let imageId: string;

beforeEach(async () => {
  world = await createBackupWorld();
  const { clock, db } = world.runtime;
  const past = await plantImages(world.sim, { instance: first(), count: 1, before: clock.now() });
  await plantRecords(db, past, { status: "available" });
  imageId = past[0]?.imageId ?? "";
});
afterEach(() => world.close());

function first() {
  const [instance] = world.fleet;
  if (!instance) throw new Error("A world has an instance.");
  return instance;
}

const reconcile = () => runReconcile(world.runtime, first());

function open() {
  return world.runtime.db.read.select().from(findings).where(isNull(findings.resolvedAt));
}

function told() {
  return world.runtime.db.read.select().from(alerts).where(eq(alerts.kind, "reconcile.damaged"));
}

it("what everybody can read is told no more once only something lesser is wrong with it", async () => {
  const { control } = world.sim;
  await control.retag({ resourceId: imageId, tags: { "amivault:due": null } });
  await control.shareImage({ imageId, isPublic: true });
  await reconcile();
  expect(await told()).toMatchObject([{ status: "open", memberCount: 1 }]);
  await control.shareImage({ imageId });
  await reconcile();
  expect(await open()).toMatchObject([{ code: "tags_changed" }]);
  expect(await told()).toMatchObject([{ status: "closed" }]);
});

it("what everybody can read is told also when its tags name another owner", async () => {
  const { control } = world.sim;
  await control.retag({ resourceId: imageId, tags: { "amivault:owner": "another" } });
  await control.shareImage({ imageId, isPublic: true });
  await reconcile();
  expect(await told()).toMatchObject([{ status: "open", severity: "critical" }]);
  expect(await open()).toMatchObject([{ kind: "drift", owner: "another AMIVault (another)" }]);
});
