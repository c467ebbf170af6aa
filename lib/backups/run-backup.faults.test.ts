import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { NewFault } from "#simulator/core/fault-rules";
import { createBackupWorld, type BackupWorld } from "../testing/backup-world";
import { startBackup } from "./start-backup";

let world: BackupWorld;

beforeEach(async () => {
  world = await createBackupWorld();
});

afterEach(async () => {
  await world.close();
});

async function start(input: { reboot?: boolean } = {}): Promise<string> {
  const [instance] = world.fleet;
  if (!instance) throw new Error("no instance");
  const { id } = await startBackup(world.operator, { instanceId: instance.id, ...input });
  return id;
}

async function fault(effect: NewFault["effect"], more: Partial<NewFault> = {}): Promise<void> {
  await world.sim.control.addFault({ scope: { action: "CreateImage" }, times: 1, effect, ...more });
}

async function untilEnded(id: string, totalMs = 3_600_000): Promise<void> {
  await world.live(totalMs, {
    until: async () => ["available", "failed", "missed"].includes((await world.backup(id)).status),
  });
}

async function expectOneImage(id: string): Promise<void> {
  const backup = await world.backup(id);
  expect(backup.status).toBe("available");
  const images = await world.liveImages();
  expect(images.map((image) => image.imageId)).toEqual([backup.imageId]);
}

const EFFECTS: Array<[string, NewFault["effect"]]> = [
  ["a reply lost after the effect", { kind: "loseReply", by: "reset" }],
  ["a 500 before the effect", { kind: "error", code: "InternalError", httpStatus: 500 }],
  [
    "a 500 after the effect",
    { kind: "error", code: "InternalError", httpStatus: 500, phase: "after" },
  ],
  [
    "a 503 after the effect",
    { kind: "error", code: "Unavailable", httpStatus: 503, phase: "after" },
  ],
  ["a reset before the effect", { kind: "reset", phase: "before" }],
  ["a reset after the effect", { kind: "reset", phase: "after" }],
  ["HTML after the effect", { kind: "html", phase: "after" }],
  ["HTML before the effect", { kind: "html", phase: "before" }],
  ["an empty answer after the effect", { kind: "empty", phase: "after" }],
  ["an answer that breaks off", { kind: "truncate" }],
  ["an answer without the image id", { kind: "omit", elements: ["imageId"] }],
  ["a throttle", { kind: "throttle" }],
];

describe("one image, whatever happens to the one call", () => {
  it.each(EFFECTS)("%s", async (_name, effect) => {
    await fault(effect);
    const id = await start();
    await untilEnded(id);
    await expectOneImage(id);
    expect(await world.attempts(id)).toHaveLength(1);
  });

  it.each([20, 50, 75, 100, 140])(
    "a lost reply and an image that shows only after %i s",
    async (seconds) => {
      await fault({ kind: "visibilityLag", ms: seconds * 1_000 });
      await fault({ kind: "loseReply" });
      const id = await start();
      await untilEnded(id);
      await expectOneImage(id);
      // Asked again under the same name once 60 s were quiet, and AWS said that it is taken.
      expect(await world.calls("CreateImage")).toBe(seconds > 60 ? 2 : 1);
    },
  );

  it("waits for tags that lag behind their image", async () => {
    await fault({ kind: "visibilityLag", ms: 5 * 60_000, of: "tags" });
    await fault({ kind: "loseReply" });
    const id = await start();
    await untilEnded(id);
    await expectOneImage(id);
    expect(await world.attempts(id)).toHaveLength(1);
  });

  it("sends the same name again with growing pauses while AWS never answers", async () => {
    await fault({ kind: "reset", phase: "before" }, { times: 3 });
    const id = await start();
    await untilEnded(id);
    await expectOneImage(id);
    const [attempt, ...more] = await world.attempts(id);
    expect(more).toEqual([]);
    expect(attempt?.sendCount).toBeGreaterThan(3);
    // 60 s, 120 s and 240 s lie between the sends.
    expect((attempt?.lastSentAt ?? 0) - (attempt?.firstSentAt ?? 0)).toBeGreaterThan(400_000);
  });
});

describe("an image that AWS cannot finish", () => {
  it.each([true, false])(
    "is tried again under another name (keeps its name: %s)",
    async (keepsName) => {
      await fault({ kind: "lateFailure", afterMs: 20_000, keepsName });
      const id = await start();
      await untilEnded(id);
      await expectOneImage(id);
      const tries = await world.attempts(id);
      expect(tries).toMatchObject([
        { number: 1, status: "failed" },
        { number: 2, status: "accepted" },
      ]);
      expect(new Set(tries.map((attempt) => attempt.imageName)).size).toBe(2);
    },
  );

  it("fails after three attempts, with AWS's words about the key", async () => {
    await fault({ kind: "lateFailure", afterMs: 20_000 }, { times: 9 });
    const id = await start();
    await untilEnded(id);
    const backup = await world.backup(id);
    expect(backup).toMatchObject({
      status: "failed",
      statusCode: "ImageFailed",
      notBeforeAt: null,
    });
    expect(backup.statusReason).toContain("Given key ID is not accessible");
    expect(await world.attempts(id)).toHaveLength(3);
    expect(await world.liveImages()).toEqual([]);
  });

  it("is not tried again when the instance was rebooted for it", async () => {
    await fault({ kind: "lateFailure", afterMs: 20_000 });
    const id = await start({ reboot: true });
    await untilEnded(id);
    expect(await world.backup(id)).toMatchObject({ status: "failed" });
    expect(await world.sim.control.reboots()).toHaveLength(1);
  });

  it("is found by its name when even its reply was lost", async () => {
    await fault({ kind: "lateFailure", afterMs: 1_000, keepsName: true });
    await fault({ kind: "loseReply" });
    const id = await start();
    await untilEnded(id);
    await expectOneImage(id);
    expect(await world.attempts(id)).toHaveLength(2);
  });
});

describe("what is never sent twice", () => {
  it("a backup that reboots: unknown after 30 minutes, and right again when the image shows", async () => {
    await fault({ kind: "visibilityLag", ms: 40 * 60_000 });
    await fault({ kind: "loseReply" });
    const id = await start({ reboot: true });
    await untilEnded(id);
    expect(await world.backup(id)).toMatchObject({
      status: "failed",
      statusCode: "UnknownToAws",
    });
    await world.live(30 * 60_000, { stepMs: 20_000 });
    await expectOneImage(id);
    expect(await world.calls("CreateImage")).toBe(1);
    expect(await world.sim.control.reboots()).toHaveLength(1);
  });

  it("anything after the start window: throttled to its end, it is missed", async () => {
    await fault({ kind: "throttle" }, { times: 100_000 });
    const id = await start();
    await world.live(5 * 3_600_000, { stepMs: 20 * 60_000 });
    const backup = await world.backup(id);
    expect(backup).toMatchObject({ status: "missed", notBeforeAt: null });
    expect(backup.statusReason).toContain("start window");
    expect(await world.attempts(id)).toMatchObject([{ number: 1, sendCount: 0 }]);
  });

  it("a definite refusal: failed at once, in AWS's words", async () => {
    const [instance] = world.fleet;
    await world.sim.control.updateInstance({
      instanceId: instance?.instanceId ?? "",
      state: "terminated",
    });
    const id = await start();
    await world.tick();
    const backup = await world.backup(id);
    expect(backup.status).toBe("failed");
    expect(backup.statusReason).not.toBe("");
    expect(await world.calls("CreateImage")).toBe(1);
  });

  it("keeps looking when a refusal follows a request nobody heard about", async () => {
    await fault({ kind: "visibilityLag", ms: 90_000 });
    await fault({ kind: "loseReply" });
    await fault({ kind: "error", code: "UnauthorizedOperation", httpStatus: 403 }, { skip: 1 });
    const id = await start();
    await untilEnded(id);
    await expectOneImage(id);
    expect(await world.attempts(id)).toHaveLength(1);
  });
});
