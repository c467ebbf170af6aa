import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  accounts,
  instances,
  planItems,
  plans,
  reconcileRuns,
  retentionPolicies,
} from "../db/schema";
import { ABSENCE_MS, noteTickDone } from "../health/absence";
import { applyPlan } from "../plans/apply-plan";
import { toHandler } from "../queue/queue";
import { enqueueReconciles } from "../reconcile/enqueue-reconciles";
import { reconcilePlaceJob } from "../reconcile/jobs";
import { runReconcile } from "../reconcile/run-reconcile";
import { createRemovalWorld, type RemovalWorld } from "../testing/removal-world";
import { sweepRetention } from "./sweep-retention";

const MINUTE = 60_000;
let world: RemovalWorld;

beforeEach(async () => {
  world = await createRemovalWorld();
  await noteTickDone(world.runtime, "test");
  await world.runtime.db.write(async (tx) => {
    await tx.update(accounts).set({ retentionConfirmedAt: 1 });
    await tx.update(retentionPolicies).set({ keepCount: 3, keepDays: null, changedAt: 1 });
    await tx.update(instances).set({ retentionChangedAt: 1, retentionSweptAt: 2 });
  });
});
afterEach(() => world.close());

async function compare(): Promise<number> {
  await enqueueReconciles(world.runtime);
  const ran: string[] = [];
  await world.runtime.drain([
    toHandler({
      definition: reconcilePlaceJob,
      run: (place) => {
        ran.push(place.region);
        return runReconcile(world.runtime, place);
      },
    }),
  ]);
  return ran.length;
}

describe("after an absence, in which the database may have been put back from a copy", () => {
  it("retention waits until the place was compared with AWS, which is done at once", async () => {
    expect(await compare()).toBe(1);
    await world.advance(ABSENCE_MS + MINUTE);
    expect(await sweepRetention(world.runtime)).toMatchObject({ instances: 0, planned: 0 });
    await noteTickDone(world.runtime, "test");
    expect(await sweepRetention(world.runtime)).toMatchObject({ instances: 0, planned: 0 });
    await world.advance(MINUTE);
    expect(await compare()).toBe(1);
    expect(await compare()).toBe(0);
    expect(await sweepRetention(world.runtime)).toMatchObject({ instances: 1, planned: 1 });
  });

  it("a comparison that failed, or that only asked for what was missing, is none", async () => {
    await compare();
    await world.runtime.db.write((tx) => tx.update(reconcileRuns).set({ counts: { missing: 1 } }));
    await world.advance(ABSENCE_MS + MINUTE);
    await noteTickDone(world.runtime, "test");
    await world.advance(MINUTE);
    await compare();
    const runs = await world.runtime.db.read.select().from(reconcileRuns);
    expect(runs).toHaveLength(2);
    const latest = runs.find(({ startedAt }) => startedAt === world.runtime.clock.now());
    await world.runtime.db.write((tx) =>
      tx
        .update(reconcileRuns)
        .set({ error: "AWS answered half." })
        .where(eq(reconcileRuns.id, latest?.id ?? "")),
    );
    expect(await sweepRetention(world.runtime)).toMatchObject({ planned: 0 });
  });

  it("what was planned before is kept", async () => {
    expect(await sweepRetention(world.runtime)).toMatchObject({ planned: 1 });
    await world.runtime.db.write((tx) => tx.update(plans).set({ breakerReason: "Too many." }));
    await world.remove();
    await world.advance(ABSENCE_MS + MINUTE);
    const [plan] = await world.runtime.db.read.select().from(plans);
    await applyPlan(world.admin, { planId: plan?.id ?? "" });
    await world.removeFor(MINUTE);
    expect(await world.whatIsGone()).toMatchObject({ images: [], snapshots: [] });
    const [item] = await world.runtime.db.read.select().from(planItems);
    expect(item).toMatchObject({
      status: "kept",
      outcome: expect.stringContaining("was not compared with AWS since AMIVault was away"),
    });
  });

  it("a short silence, as of a restart, changes nothing", async () => {
    await world.advance(ABSENCE_MS);
    await noteTickDone(world.runtime, "test");
    expect(await sweepRetention(world.runtime)).toMatchObject({ planned: 1 });
  });
});
