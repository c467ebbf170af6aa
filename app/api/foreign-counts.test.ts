import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { SessionWithUser } from "#lib/auth/sessions.repo";
import { createChannel } from "#lib/channels/create-channel";
import { alerts, discoveryPlaces, discoveryRuns, schedules } from "#lib/db/schema/index";
import { applyPlan } from "#lib/plans/apply-plan";
import { cancelPlan } from "#lib/plans/cancel-plan";
import { leaveOutItems } from "#lib/plans/leave-out-items";
import { assignPolicy } from "#lib/retention/assign-policy";
import { createPolicy } from "#lib/retention/create-policy";
import { userContext } from "#lib/testing/contexts";
import { createTestSession, createTestUser, limitedTo, signedIn } from "#lib/testing/people";
import { createTwoAccountWorld } from "#lib/testing/two-account-world";
import { callRoute } from "#lib/testing/web-client";
import { declarations } from "./declarations";

/** How many there are in accounts that one does not see is theirs to know as little as which. */
let world: Awaited<ReturnType<typeof createTwoAccountWorld>>;
let limited: SessionWithUser;
let everywhere: SessionWithUser;
beforeAll(async () => {
  world = await createTwoAccountWorld();
  const { runtime, own } = world;
  const session = async (of: Parameters<typeof createTestUser>[1]) =>
    createTestSession(runtime, { user: await createTestUser(runtime, of), kind: "api" });
  limited = await session({ username: "limited", accountRefs: [own.accountRef] });
  everywhere = await session({ username: "everywhere" });
});
afterAll(() => world.close());

async function send(as: SessionWithUser, name: string, id = ""): Promise<unknown> {
  const [route] = declarations.filter(({ method, path }) => `${method} ${path}` === name);
  if (!route) throw new Error(`There is no ${name}.`);
  const response = await callRoute(world.runtime, route, { as, query: "", params: { id } });
  return response.json();
}
const admin = () => userContext(world.runtime, "admin");

test("a plan is about other accounts too: their part is neither counted nor told", async () => {
  const id = world.mixed.plan;
  const shown = {
    title: "A removal that is about other accounts too",
    breakerReason: null,
    itemCount: 1,
    sizeBytes: 7,
    seenWhole: false,
  };
  const plan = await send(limited, "GET /api/plans/{id}", id);
  expect(plan).toMatchObject({ ...shown, instances: { listed: 1, of: 1 } });
  const list = await send(limited, "GET /api/plans");
  expect(list).toMatchObject({ items: expect.arrayContaining([expect.objectContaining(shown)]) });
  expect(await send(everywhere, "GET /api/plans/{id}", id)).toMatchObject({
    title: "Images of 2 backups, mixed",
    breakerReason: "mixed: 2 images are too many.",
    itemCount: 2,
    sizeBytes: 14,
    seenWhole: true,
    instances: { listed: 2, of: 2 },
  });
  const own = await send(limited, "GET /api/plans/{id}", world.own.plan);
  const title = `Retention in homely thing (${world.own.accountId})`;
  expect(own).toMatchObject({ title, seenWhole: true });
});

test("who sees a part of a plan is told why they decide nothing of it", async () => {
  const { runtime, own, mixed } = world;
  const part = await limitedTo(runtime, { role: "admin", accounts: [own.accountRef] });
  const planId = mixed.plan;
  const refused = {
    code: "forbidden",
    reason: "plan_seen_in_part",
    message: "The plan is about accounts too that you may not see.",
  };
  await expect(applyPlan(part, { planId })).rejects.toMatchObject(refused);
  await expect(cancelPlan(part, { planId })).rejects.toMatchObject(refused);
  const ids = ["pli_mixed_homely"];
  await expect(leaveOutItems(part, { planId, ids })).rejects.toMatchObject(refused);
  const none = await limitedTo(runtime, { role: "admin", accounts: [] });
  await expect(cancelPlan(none, { planId })).rejects.toMatchObject({ code: "not_found" });
});

test("an alert counts those that it befell in one's accounts, open or closed", async () => {
  const id = world.mixed.alert;
  const read = (as: SessionWithUser) => send(as, "GET /api/alerts/{id}", id);
  expect(await read(limited)).toMatchObject({ memberCount: 1, mayBeAcknowledged: false });
  expect(await read(everywhere)).toMatchObject({ memberCount: 2, mayBeAcknowledged: true });
  const own = await send(limited, "GET /api/alerts/{id}", world.own.alert);
  expect(own).toMatchObject({ memberCount: 1, mayBeAcknowledged: true });
  await world.runtime.db.write((tx) =>
    tx.update(alerts).set({ status: "closed", closedAt: 1, escalateAt: null }),
  );
  expect(await read(limited)).toMatchObject({ memberCount: 1 });
  expect(await read(everywhere)).toMatchObject({ memberCount: 2 });
});

test("what keeps a schedule or a policy is counted as far as one sees it", async () => {
  const { runtime, own, foreign } = world;
  const rows = await runtime.db.read.select().from(schedules);
  const followed = rows.find(({ isDefault }) => !isDefault)?.id ?? "";
  const others = "so do instances that you may not see.";
  expect(await send(limited, "DELETE /api/schedules/{id}", followed)).toMatchObject({
    detail: expect.stringMatching(`^1 instance follows this schedule: homely thing.*; ${others}`),
  });
  const { id } = await createPolicy(admin(), { name: "Shared", keepDays: 90 });
  await assignPolicy(admin(), { policyId: id, instanceIds: [own.instance, foreign.instance] });
  const remove = (as: SessionWithUser) => send(as, "DELETE /api/policies/{id}", id);
  expect(await remove(limited)).toMatchObject({
    detail: expect.stringMatching(`^1 instance follows this policy: homely thing.*; ${others}`),
  });
  expect(await remove(everywhere)).toMatchObject({
    detail: expect.stringMatching(/^2 instances follow this policy: foreign .*, homely [^;]*$/),
  });
});

test("a channel names one's own accounts, and says that there are others", async () => {
  const { own, foreign } = world;
  const { id } = await createChannel(await signedIn(admin()), {
    kind: "slack",
    name: "Both",
    url: "https://example.org/hook",
    rules: { accountRefs: [own.accountRef, foreign.accountRef] },
  });
  expect(await send(limited, "GET /api/channels/{id}", id)).toMatchObject({
    rules: { accountRefs: [own.accountRef] },
    hasOtherAccounts: true,
  });
  expect(await send(everywhere, "GET /api/channels/{id}", id)).toMatchObject({
    rules: { accountRefs: [own.accountRef, foreign.accountRef] },
    hasOtherAccounts: false,
  });
});

test("a look is over for whom it concerns, whatever is still looked at elsewhere", async () => {
  const { runtime, own, foreign, mixed } = world;
  const id = mixed.discoveryRun;
  const read = (as: SessionWithUser) => send(as, "GET /api/discovery/runs/{id}", id);
  const inForeign = and(
    eq(discoveryPlaces.runId, id),
    eq(discoveryPlaces.accountRef, foreign.accountRef),
  );
  const ended = await runtime.db.read.select().from(discoveryPlaces).where(inForeign);
  await runtime.db.write(async (tx) => {
    await tx.update(discoveryRuns).set({ endedAt: null }).where(eq(discoveryRuns.id, id));
    await tx.update(discoveryPlaces).set({ state: "waiting", endedAt: null }).where(inForeign);
  });
  const at = new Date(ended[0]?.endedAt ?? 0).toISOString();
  const places = [{ accountRef: own.accountRef }];
  expect(await read(limited)).toMatchObject({ state: "done", endedAt: at, places });
  expect(await read(everywhere)).toMatchObject({ state: "running", endedAt: null });
  // What ends elsewhere later on is no news.
  await runtime.db.write((tx) =>
    tx.update(discoveryRuns).set({ endedAt: 9e12 }).where(eq(discoveryRuns.id, id)),
  );
  expect(await read(limited)).toMatchObject({ state: "done", endedAt: at });
});
