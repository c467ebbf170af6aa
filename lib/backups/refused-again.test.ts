import { afterEach, beforeEach, expect, it } from "vitest";
import { MINUTE } from "../clock";
import { createBackupWorld, type BackupWorld } from "../testing/backup-world";
import { startBackup } from "./start-backup";

let world: BackupWorld;

beforeEach(async () => {
  world = await createBackupWorld();
});

afterEach(async () => {
  await world.close();
});

it("refused after a request nobody heard about: failed 30 minutes after it, not asked for ever", async () => {
  const scope = { action: "CreateImage" };
  await world.sim.control.addFault({
    scope,
    times: 1,
    effect: { kind: "reset", phase: "before" },
  });
  await world.sim.control.addFault({
    scope,
    skip: 1,
    times: 100_000,
    effect: { kind: "error", code: "UnauthorizedOperation", httpStatus: 403 },
  });
  const [instance] = world.fleet;
  const { id } = await startBackup(world.operator, { instanceId: instance?.id ?? "" });
  await world.live(5 * 3_600_000, {
    stepMs: 20_000,
    until: async () => (await world.backup(id)).status === "failed",
  });
  const [attempt] = await world.attempts(id);
  const sinceFirstMs = world.runtime.clock.now() - (attempt?.firstSentAt ?? 0);
  expect(await world.backup(id)).toMatchObject({ status: "failed", statusCode: "UnknownToAws" });
  expect(sinceFirstMs).toBeGreaterThanOrEqual(30 * MINUTE);
  expect(sinceFirstMs).toBeLessThan(33 * MINUTE);
  expect(await world.calls("CreateImage")).toBe(2);
  expect(attempt).toMatchObject({ errorCode: "UnauthorizedOperation" });
});
