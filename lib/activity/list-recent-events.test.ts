import { afterEach, beforeEach, expect, test } from "vitest";
import { recordAudit, type AuditEntry } from "../audit/record-audit";
import { UNTOLD_ACTIONS } from "../db/schema/constants";
import { pauseInstance } from "../instances/pause-instance";
import { createSchedule } from "../schedules/create-schedule";
import { anonymousContext, userContext } from "../testing/contexts";
import { explainReads } from "../testing/explain-reads";
import { createRunWorld, type RunWorld } from "../testing/run-world";
import { selectActs } from "./acts.repo";
import { listRecentEvents } from "./list-recent-events";

let world: RunWorld;
beforeEach(async () => {
  world = await createRunWorld({ now: "2026-02-01T11:30:00", schedules: ["hourly"] });
});
afterEach(() => world.close());

const lines = async (role: "viewer" | "admin", accounts: "all" | string[] = "all") =>
  (await listRecentEvents(userContext(world.runtime, role, { accounts }))).map(
    ({ who, what, subject, detail }) => [who, what, subject, detail].filter(Boolean).join(" "),
  );

test("backups that ended and alerts are told in words, the newest first", async () => {
  await world.tickAt("2026-02-01T12:00:00");
  await world.finish(await world.run());
  await world.tickAt("2026-02-01T13:00:00");
  world.runtime.clock.advance(60_000);
  await world.fail(await world.run());
  const [first, second, third] = await lines("viewer");
  expect([first, second].toSorted()).toEqual([
    expect.stringMatching(/^Alert: /),
    "Backup failed: server 0 AWS said OptInRequired.",
  ]);
  expect(third).toBe("Backup available: server 0");
});

test("what people did is told to those who may read the audit log", async () => {
  const { admin, instance, runtime } = world;
  await createSchedule(admin, { name: "Nightly", schedule: "0 3 * * *" });
  runtime.clock.advance(1_000);
  await pauseInstance(admin, { instanceId: instance });
  const [event] = await listRecentEvents(admin, { limit: 1 });
  expect(event).toMatchObject({ who: "test-admin", href: `/instances/${instance}` });
  expect(await lines("admin")).toEqual([
    "test-admin paused server 0",
    "test-admin added the schedule Nightly",
  ]);
  expect(await lines("viewer")).toEqual([]);
});

test("however many signed in, looked or acted elsewhere since, what people did is told", async () => {
  const { admin, instance, runtime } = world;
  await pauseInstance(admin, { instanceId: instance });
  const audit = (entry: AuditEntry) => runtime.db.write((tx) => recordAudit(tx, admin, entry));
  for (let n = 0; n < 300; n += 1) {
    runtime.clock.advance(1_000);
    const action = UNTOLD_ACTIONS[n % UNTOLD_ACTIONS.length] ?? "session.start";
    await audit({ action, targetType: "session", targetId: `ses_${n}`, accountRef: "acc_1" });
  }
  expect(await lines("admin")).toEqual(["test-admin paused server 0"]);
  await audit({ action: "plan.apply", targetType: "plan", targetId: "p", accountRef: "acc_other" });
  expect(await lines("admin", ["acc_1"])).toEqual(["test-admin paused server 0"]);
});

test("a wrong password or code of somebody who is signed in is nobody's news", async () => {
  const { admin, runtime } = world;
  for (const action of ["session.refuse_code", "session.refuse_proof"]) {
    await runtime.db.write((tx) =>
      recordAudit(tx, admin, { action, targetType: "user", targetId: "usr_1" }),
    );
  }
  expect(await lines("admin")).toEqual([]);
});

test("nothing is told of accounts that the caller may not see", async () => {
  await world.tickAt("2026-02-01T12:00:00");
  await world.fail(await world.run());
  await pauseInstance(world.admin, { instanceId: world.instance });
  expect(await lines("admin", ["acc_1"])).toHaveLength(3);
  expect(await lines("admin", [])).toEqual([]);
  await expect(listRecentEvents(anonymousContext(world.runtime))).rejects.toMatchObject({
    code: "unauthorized",
  });
});

test("people's acts are found by an index, however much else there is", async () => {
  const { admin, instance, runtime } = world;
  await pauseInstance(admin, { instanceId: instance });
  const plansOf = (accounts: "all" | string[]) =>
    explainReads(runtime, () => selectActs(runtime.db.read, { accounts, limit: 20 }));
  const byId = "SEARCH audit_entries USING INDEX sqlite_autoindex_audit_entries_1 (id=?)";
  expect(await plansOf("all")).toEqual(["SCAN audit_entries USING INDEX audit_entries_told", byId]);
  const ofAccount = "SEARCH audit_entries USING INDEX audit_entries_told_account (account_ref=?)";
  const several = await plansOf(["acc_1", "acc_2"]);
  const touched = several.filter((line) => line.includes("audit_entries"));
  expect(touched).toEqual([ofAccount, ofAccount, byId]);
  expect(several.filter((line) => line.includes("TEMP B-TREE"))).toEqual([]);
});
