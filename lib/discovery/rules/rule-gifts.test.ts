import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "../../context";
import { createPolicy } from "../../retention/create-policy";
import { getPolicy } from "../../retention/get-policy";
import { updatePolicy } from "../../retention/update-policy";
import { createExclusionWindow } from "../../schedules/create-exclusion-window";
import { createSchedule } from "../../schedules/create-schedule";
import { updateSchedule } from "../../schedules/update-schedule";
import { userContext } from "../../testing/contexts";
import { limitedTo } from "../../testing/people";
import { createTwoAccountWorld, OF_FOREIGN } from "../../testing/two-account-world";
import { createRule } from "./create-rule";

let world: Awaited<ReturnType<typeof createTwoAccountWorld>>;
let limited: Context;
beforeEach(async () => {
  world = await createTwoAccountWorld();
  const accounts = [world.own.accountRef];
  limited = await limitedTo(world.runtime, { role: "admin", accounts });
});
afterEach(() => world.close());

const admin = () => userContext(world.runtime, "admin");
/** A schedule and a policy that nothing follows yet, given by a rule for these accounts. */
async function give(accountRefs: string[] | null) {
  const { id: scheduleId } = await createSchedule(admin(), {
    name: "Night",
    schedule: "0 3 * * *",
  });
  const { id: policyId } = await createPolicy(admin(), { name: "Long", keepDays: 90 });
  await createRule(admin(), {
    name: "A foreign rule",
    conditions: [{ key: "none", test: "exists" }],
    accountRefs,
    schedules: [{ scheduleId }],
    retentionPolicyId: policyId,
  });
  return { scheduleId, policyId };
}

/** How each way to change what is given ends. */
async function change({ scheduleId, policyId }: { scheduleId: string; policyId: string }) {
  const window = { name: "Freeze", schedule: "0 1 * * *", durationMinutes: 60, scheduleId };
  const calls = [
    updateSchedule(limited, { scheduleId, schedule: "0 5 * * *" }),
    createExclusionWindow(limited, window),
    updatePolicy(limited, { policyId, keepDays: 1 }),
  ];
  return (await Promise.allSettled(calls)).map((end) =>
    end.status === "fulfilled" ? "done" : end.reason,
  );
}

describe("what a rule gives", () => {
  it("to other accounts is changed by nobody who does not see them, nor is the rule named", async () => {
    const given = await give([world.foreign.accountRef, world.own.accountRef]);
    for (const end of await change(given)) {
      expect(end).toMatchObject({ code: "forbidden" });
      expect(String(end.message)).toBe(
        "A rule for other accounts gives it to what you may not see.",
      );
      expect(JSON.stringify(end)).not.toMatch(OF_FOREIGN);
    }
    expect(await getPolicy(admin(), { policyId: given.policyId })).toMatchObject({ keepDays: 90 });
  });

  it("to every account is changed by who sees every account", async () => {
    for (const end of await change(await give(null))) {
      expect(end).toMatchObject({ code: "forbidden" });
    }
  });

  it("to one's own accounts alone is one's own to change", async () => {
    expect(await change(await give([world.own.accountRef]))).toEqual(["done", "done", "done"]);
  });
});
