import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { plans } from "../db/schema";
import { createRemovalWorld, type RemovalWorld } from "../testing/removal-world";
import { applyPlan } from "./apply-plan";
import { applyPlanItems } from "./apply-plan-items";
import { cancelPlan } from "./cancel-plan";
import { getPlan } from "./get-plan";
import { requestPlan } from "./request-plan";

let world: RemovalWorld;

beforeEach(async () => {
  world = await createRemovalWorld({ backups: 4 });
});

afterEach(async () => {
  await world.close();
});

/** Both are being removed, and nothing has been sent. */
async function applied(): Promise<string> {
  const backupIds = [world.at(0).id, world.at(1).id];
  const requested = await requestPlan(world.admin, { backupIds, mode: "image_and_snapshots" });
  const planId = requested.planId ?? "";
  await world.remove();
  await applyPlan(world.admin, { planId });
  await applyPlanItems(world.runtime, { planId });
  return planId;
}

const outcomes = async (planId: string) =>
  (await getPlan(world.admin, { planId })).items.map(({ status, outcome }) => ({
    status,
    outcome,
  }));

const KEPT = { status: "kept", outcome: "The plan was cancelled." };

describe("a plan that is cancelled while it removes", () => {
  it("keeps all that AWS was not asked for yet", async () => {
    const planId = await applied();
    expect((await world.victim()).status).toBe("deleting");
    await cancelPlan(world.admin, { planId });
    expect(await world.victim()).toMatchObject({
      status: "available",
      statusCode: "PlanCancelled",
      removalItemId: null,
    });
    await world.remove();
    expect(await world.calls("DeregisterImage")).toBe(0);
    expect(await outcomes(planId)).toEqual([KEPT, KEPT]);
  });

  it("sends nothing more on a proof from before, and keeps it by the next", async () => {
    const planId = await applied();
    // As a process leaves it that dies right after the plan was closed.
    world.runtime.faultPoint = async (point) => {
      if (point !== "after-proof") return;
      const set = { status: "cancelled" as const };
      await world.runtime.db.write((tx) => tx.update(plans).set(set).where(eq(plans.id, planId)));
    };
    await world.remove();
    await world.remove();
    expect(await world.whyKept()).toBe("Not removed: The plan was cancelled.");
    expect(await outcomes(planId)).toEqual([KEPT, KEPT]);
  });

  it("lets end what AWS was asked for", async () => {
    await world.sim.control.addFault({
      scope: { action: "DeregisterImage" },
      times: 2,
      effect: { kind: "loseReply" },
    });
    const planId = await applied();
    await world.remove();
    await cancelPlan(world.admin, { planId });
    expect((await world.victim()).status).toBe("deleting");
    await world.removeFor(60_000);
    expect((await world.whatIsGone()).images).toHaveLength(2);
    expect((await outcomes(planId)).map(({ status }) => status)).toEqual(["removed", "removed"]);
  });
});
