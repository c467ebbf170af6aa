import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { changeStatus } from "../backups/change-status";
import { failBackup } from "../backups/fail-backup";
import { HOUR, MINUTE } from "../clock";
import { alertMembers, alerts, credentials, instances } from "../db/schema";
import { TICK_DONE_LEASE, TICK_LEASE } from "../health/get-readiness";
import { stampLease } from "../leases/stamp-lease";
import { createExclusionWindow } from "../schedules/create-exclusion-window";
import { runLedger } from "../schedules/run-ledger";
import { runTick } from "../schedules/run-tick";
import { systemContext, userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { addTestPeople } from "../testing/people";
import { createFleet } from "../testing/fleet";
import { readBackups } from "../testing/ledger";

let runtime: TestRuntime;
const at = (text: string) => Date.parse(`${text}Z`);
beforeEach(async () => {
  runtime = await createTestRuntime({ now: at("2026-02-01T11:30:00") });
  await addTestPeople(runtime);
});
afterEach(() => runtime.close());

const FLEET = 40;
const fleet = (count = FLEET) => createFleet(runtime, { instances: count, schedules: ["hourly"] });

/** The scheduler lives: it ticks, and says so. */
async function tickAt(text: string): Promise<void> {
  runtime.clock.set(at(text));
  await runTick(runtime);
  for (const name of [TICK_LEASE, TICK_DONE_LEASE]) {
    await stampLease(runtime, { name, owner: "test" });
  }
}

async function newest(instanceRef: string, status: string) {
  const row = (await readBackups(runtime, instanceRef)).findLast((each) => each.status === status);
  if (!row) throw new Error(`No backup of ${instanceRef} is ${status}.`);
  return row;
}

async function fail(instanceRef: string, code: string): Promise<void> {
  const backup = await newest(instanceRef, "queued");
  const reason = { message: `AWS said ${code}.`, code };
  await runtime.db.write((tx) =>
    failBackup(tx, systemContext(runtime), { backup, reason, mayHeal: false }),
  );
}

async function finish(instanceRef: string): Promise<void> {
  const backup = await newest(instanceRef, "queued");
  const now = runtime.clock.now();
  await runtime.db.write((tx) =>
    changeStatus(tx, systemContext(runtime), {
      backup,
      to: "available",
      trigger: "seen",
      set: { endedAt: now, imageId: "ami-1", imageCreatedAt: now, notBeforeAt: null },
      message: "Seen.",
    }),
  );
}

const all = () => runtime.db.read.select().from(alerts).orderBy(alerts.openedAt, alerts.cause);
const open = async () => (await all()).filter(({ closedAt }) => closedAt === null);

async function giveCredential(): Promise<void> {
  await runtime.db.write(async (tx) => {
    await tx.insert(credentials).values({
      id: "crd_1",
      accountRef: "acc_1",
      name: "production",
      kind: "access_key",
      defaultRegion: "eu-central-1",
      createdAt: 0,
      updatedAt: 0,
    });
    await tx.update(instances).set({ credentialId: "crd_1" });
  });
}

describe("an exclusion window after a run that went wrong", () => {
  const exclude = (from: string, durationMinutes: number) =>
    createExclusionWindow(userContext(runtime, "admin"), {
      name: "Freeze",
      startsAt: `${from}Z`,
      zone: "UTC",
      durationMinutes,
    });

  test("closes no alert: only a good backup does", async () => {
    const ids = await fleet(2);
    await exclude("2026-02-01T12:45:00", 120);
    await tickAt("2026-02-01T12:00:00");
    for (const id of ids) await fail(id, "OptInRequired");
    await tickAt("2026-02-01T13:00:00");
    await runLedger(runtime);
    expect(await open()).toMatchObject([{ severity: "warning", memberCount: 2 }]);
    await tickAt("2026-02-01T14:20:00");
    await runLedger(runtime);
    expect(await open()).toMatchObject([{ severity: "critical", memberCount: 2 }]);
    await tickAt("2026-02-01T15:00:00");
    for (const id of ids) await finish(id);
    expect(await open()).toEqual([]);
  });

  test("does not hide that runs before it were missed in a downtime", async () => {
    await fleet(1);
    await exclude("2026-02-01T12:45:00", 120);
    await tickAt("2026-02-01T14:20:00");
    await runLedger(runtime);
    expect(await open()).toMatchObject([{ kind: "backups.overdue", severity: "critical" }]);
  });
});

describe("backups that fail", () => {
  test("for one revoked credential are one alert, whatever their number", async () => {
    const ids = await fleet();
    await giveCredential();
    await tickAt("2026-02-01T12:00:00");
    for (const id of ids) await fail(id, "AuthFailure");
    expect(await all()).toMatchObject([
      {
        kind: "credentials.failing",
        severity: "critical",
        memberCount: FLEET,
        link: "/credentials/crd_1",
      },
    ]);
  });

  test("are one alert per account and error code", async () => {
    const [a = "", b = "", c = ""] = await fleet(3);
    await tickAt("2026-02-01T12:00:00");
    await fail(a, "UnauthorizedOperation");
    await fail(b, "UnauthorizedOperation");
    await fail(c, "OptInRequired");
    expect((await open()).map(({ cause, memberCount }) => [cause, memberCount])).toEqual([
      ["backups/acc_1/OptInRequired", 1],
      ["backups/acc_1/UnauthorizedOperation", 2],
    ]);
  });

  test("alert in the write that failed them, and a good one closes what it opened", async () => {
    const [a = "", b = ""] = await fleet(2);
    await tickAt("2026-02-01T12:00:00");
    await fail(a, "OptInRequired");
    await fail(b, "OptInRequired");
    await tickAt("2026-02-01T13:00:00");
    await finish(a);
    expect(await open()).toMatchObject([{ memberCount: 1, severity: "warning" }]);
    await finish(b);
    expect(await all()).toMatchObject([
      { status: "closed", closedReason: "Backups succeed again.", memberCount: 0 },
    ]);
  });

  test("for another reason than before leave the alert of the former", async () => {
    const [a = ""] = await fleet(1);
    await tickAt("2026-02-01T12:00:00");
    await fail(a, "OptInRequired");
    await tickAt("2026-02-01T13:00:00");
    await fail(a, "UnauthorizedOperation");
    expect((await all()).map(({ cause, status }) => [cause, status])).toEqual([
      ["backups/acc_1/OptInRequired", "closed"],
      ["backups/acc_1/UnauthorizedOperation", "open"],
    ]);
  });

  test("become grave when their grace is over, in the same alert", async () => {
    const [a = ""] = await fleet(1);
    await tickAt("2026-02-01T12:00:00");
    await fail(a, "OptInRequired");
    await tickAt("2026-02-01T13:30:00");
    await runLedger(runtime);
    expect(await all()).toMatchObject([
      { cause: "backups/acc_1/OptInRequired", severity: "critical", memberCount: 1 },
    ]);
  });
});

describe("a run without a good ending", () => {
  test("alerts when its grace is over: one alert for all that one cause befell", async () => {
    await fleet();
    await tickAt("2026-02-01T12:00:00");
    await tickAt("2026-02-01T13:29:59");
    await runLedger(runtime);
    expect(await all()).toEqual([]);
    await tickAt("2026-02-01T13:30:00");
    await runLedger(runtime);
    await runLedger(runtime);
    expect(await all()).toMatchObject([
      {
        cause: "backups/acc_1/StartWindowOver",
        kind: "backups.overdue",
        severity: "critical",
        memberCount: FLEET,
      },
    ]);
  });

  test("because nobody ticks joins the alert of the dead scheduler, open until it is good", async () => {
    const [a = "", b = ""] = await fleet(2);
    await tickAt("2026-02-01T11:30:00");
    runtime.clock.set(at("2026-02-01T11:31:01"));
    await runLedger(runtime);
    expect(await all()).toMatchObject([{ kind: "scheduler.silent", memberCount: 1 }]);
    runtime.clock.set(at("2026-02-01T13:30:00"));
    await runLedger(runtime);
    expect(await all()).toMatchObject([{ kind: "scheduler.silent", memberCount: 3 }]);
    await tickAt("2026-02-01T13:31:00");
    await runLedger(runtime);
    expect(await open()).toMatchObject([{ kind: "scheduler.silent", memberCount: 2 }]);
    for (const id of [a, b]) await finish(id);
    expect(await all()).toMatchObject([{ kind: "scheduler.silent", status: "closed" }]);
  });

  test("of an instance that is paused or removed is nobody's concern any more", async () => {
    const [a = "", b = ""] = await fleet(2);
    await tickAt("2026-02-01T12:00:00");
    for (const id of [a, b]) await fail(id, "OptInRequired");
    await runtime.db.write(async (tx) => {
      await tx.update(instances).set({ paused: true }).where(eq(instances.id, a));
      await tx.update(instances).set({ removedAt: 1 }).where(eq(instances.id, b));
    });
    await runLedger(runtime);
    expect(await all()).toMatchObject([{ status: "closed" }]);
  });

  test("alerts again if its alert was lost", async () => {
    await fleet(2);
    await tickAt("2026-02-01T12:00:00");
    await tickAt("2026-02-01T14:00:00");
    await runLedger(runtime);
    await runtime.db.write(async (tx) => {
      await tx.delete(alertMembers);
      await tx.delete(alerts);
    });
    await runLedger(runtime);
    expect(await open()).toMatchObject([{ kind: "backups.overdue", memberCount: 2 }]);
  });

  test("that ends well late does not hide that a newer one failed", async () => {
    const [a = ""] = await fleet(1);
    await tickAt("2026-02-01T12:00:00");
    const old = await newest(a, "queued");
    await fail(a, "OptInRequired");
    await tickAt("2026-02-01T13:00:00");
    await fail(a, "OptInRequired");
    const now = runtime.clock.now();
    const failed = (await readBackups(runtime, a)).find(({ id }) => id === old.id);
    if (!failed) throw new Error("It must be there.");
    await runtime.db.write((tx) =>
      changeStatus(tx, systemContext(runtime), {
        backup: failed,
        to: "available",
        trigger: "completed",
        set: { endedAt: now, imageId: "ami-1", imageCreatedAt: now - 2 * HOUR },
        message: "Late.",
      }),
    );
    runtime.clock.advance(MINUTE);
    await runLedger(runtime);
    expect(await open()).toMatchObject([{ memberCount: 1 }]);
  });
});
