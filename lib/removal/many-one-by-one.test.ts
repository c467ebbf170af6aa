import { afterEach, beforeEach, expect, it } from "vitest";
import { HOUR } from "../clock";
import type { Context } from "../context";
import { removeInstance } from "../instances/remove-instance";
import { removeInstances } from "../instances/remove-instances";
import { userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { createTestUser, insertTestToken } from "../testing/people";
import { createRemovalWorld, type RemovalWorld } from "../testing/removal-world";
import { deleteBackup } from "./delete-backup";

const PROOF = { code: "forbidden", reason: "proof_required" };
let world: RemovalWorld;
let other: TestRuntime;
let tokenId: string;

beforeEach(async () => {
  world = await createRemovalWorld({ instances: 2, backups: 16 });
  const { runtime, sim } = world;
  const { folder } = runtime;
  const now = runtime.clock.now();
  other = await createTestRuntime({ folder, simulatorUrl: sim.url, seed: "other", now });
  const { id: userId } = await createTestUser(runtime, { id: "usr_1", username: "jo" });
  const scopes = ["backups.delete", "instances.remove"];
  tokenId = (await insertTestToken(runtime, { userId, scopes })).id;
});
afterEach(async () => {
  await other.close();
  await world.close();
});

const stale = (runtime: TestRuntime = world.runtime, userId = "usr_1"): Context =>
  userContext(runtime, "admin", { userId, provenAt: 0 });
const fresh = (): Context => userContext(world.runtime, "admin", { userId: "usr_1" });
const token = (): Context => ({
  ...stale(),
  actor: {
    type: "token",
    tokenId,
    userId: "usr_1",
    username: "jo",
    role: "admin",
    scopes: ["backups.delete", "instances.remove"],
  },
});
const take = (ctx: Context, at: number) =>
  deleteBackup(ctx, { backupId: world.at(at).id, mode: "image", belowFloor: true });
const forget = (ctx: Context, at: number) =>
  deleteBackup(ctx, { backupId: world.at(at).id, mode: "record" });
const remove = (ctx: Context, at: number) =>
  removeInstance(ctx, { instanceId: world.fleet[at]?.id ?? "" });

/** Ten acts: by a session and by a token, of each kind. */
async function takeTen(): Promise<void> {
  for (let at = 0; at < 5; at++) await take(stale(), at);
  for (let at = 5; at < 9; at++) await forget(token(), at);
  await remove(token(), 1);
}

it("asks a stale session for a proof before the eleventh act, whatever it is", async () => {
  await takeTen();
  const sent = await world.calls("CreateTags");
  await expect(take(stale(), 10)).rejects.toMatchObject(PROOF);
  await expect(forget(stale(), 10)).rejects.toMatchObject(PROOF);
  await expect(remove(stale(), 0)).rejects.toMatchObject(PROOF);
  expect(await world.calls("CreateTags")).toBe(sent);
  expect((await world.backup(world.at(10).id)).status).toBe("available");
  expect((await take(fresh(), 10)).status).toBe("deleting");
  await remove(fresh(), 0);
});

it("refuses a token of theirs, and says what helps", async () => {
  await takeTen();
  const refusal = { ...PROOF, suggestion: expect.stringMatching(/api\/login.*make a plan/) };
  await expect(take(token(), 10)).rejects.toMatchObject(refusal);
  await expect(remove(token(), 0)).rejects.toMatchObject(refusal);
});

it("leaves other people and jobs alone, and is over an hour after the first", async () => {
  await takeTen();
  expect((await take(stale(world.runtime, "usr_2"), 10)).status).toBe("deleting");
  expect((await take(world.system, 11)).status).toBe("deleting");
  world.runtime.clock.advance(HOUR);
  expect((await take(stale(), 12)).status).toBe("deleting");
});

it("counts what was proven, in bulk too, and never stops a bulk act that was let in", async () => {
  for (let at = 0; at < 10; at++) await take(fresh(), at);
  const ids = world.fleet.map(({ id }) => id);
  const report = await removeInstances(fresh(), { ids });
  expect(report).toMatchObject({ done: 2, refused: 0 });
  await expect(take(stale(), 10)).rejects.toMatchObject(PROOF);
});

it("lets two processes at once take ten together", async () => {
  const tries = Array.from({ length: 14 }, (_, at) =>
    take(stale(at % 2 === 0 ? world.runtime : other), at),
  );
  const settled = await Promise.allSettled(tries);
  const reasons = settled.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
  expect(reasons).toHaveLength(4);
  for (const reason of reasons) expect(reason).toMatchObject(PROOF);
});
