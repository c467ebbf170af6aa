import { eq } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import type { Context } from "../context";
import { auditEntries, events, settings, users } from "../db/schema";
import { userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { createFleet, followAll } from "../testing/fleet";
import { readLedgerLines } from "../testing/ledger";
import { signedIn } from "../testing/people";
import { ensureDefaults } from "./ensure-defaults";
import { getSettings } from "./get-settings";
import { readRebootDefault } from "./reboot-default";
import { updateSettings } from "./update-settings";

let runtime: TestRuntime;
afterEach(() => runtime.close());

let ada: Context;
const admin = () => ada;

async function start(env: Record<string, string> = {}): Promise<void> {
  runtime = await createTestRuntime({ now: Date.parse("2026-02-01T11:30:00Z"), env });
  ada = await signedIn(userContext(runtime, "admin"));
}

async function auditsOf(action: string) {
  return runtime.db.read.select().from(auditEntries).where(eq(auditEntries.action, action));
}

describe("the first start", () => {
  test("takes the defaults from the environment", async () => {
    await start({
      DEFAULT_BACKUP_FREQUENCY: "30 4 * * 1",
      DEFAULT_BACKUP_TIMEZONE: "Europe/Berlin",
      DEFAULT_RETENTION_DAYS: "14",
    });
    await ensureDefaults(runtime);
    expect(await getSettings(admin())).toMatchObject({
      schedule: {
        name: "Default",
        isDefault: true,
        cron: "30 4 * * 1",
        words: "every Monday at 04:30 Europe/Berlin",
      },
      retention: { keepDays: 14, enforced: true, isDefault: true },
      rebootOnBackup: false,
    });
    expect(await auditsOf("settings.create")).toHaveLength(1);
  });

  test("afterwards the settings page decides, and a second start changes nothing", async () => {
    await start({ DEFAULT_BACKUP_FREQUENCY: "daily" });
    await ensureDefaults(runtime);
    await updateSettings(admin(), { schedule: "weekly", retentionDays: 7 });
    await ensureDefaults(runtime);
    expect(await getSettings(admin())).toMatchObject({
      schedule: { cron: "0 2 * * 0" },
      retention: { keepDays: 7 },
    });
    expect(await auditsOf("settings.create")).toHaveLength(1);
  });

  test.each([
    ["60", "is not a schedule"],
    ["abc 2 * * *", "“abc” is not 0–59"],
    ["0 0 31 2 *", "would never run"],
    ["* * * * *", "5 is the smallest interval"],
  ])("with the frequency %s is refused with the reason and an example", async (text, reason) => {
    await start({ DEFAULT_BACKUP_FREQUENCY: text });
    await expect(ensureDefaults(runtime)).rejects.toMatchObject({
      code: "precondition_failed",
      message: expect.stringMatching(new RegExp(`^DEFAULT_BACKUP_FREQUENCY .*${reason}`)),
      suggestion: expect.stringContaining("DEFAULT_BACKUP_FREQUENCY=daily"),
    });
    await expect(getSettings(admin())).rejects.toMatchObject({ code: "internal" });
  });

  test("with a zone that does not exist is refused by its own name", async () => {
    await start({ DEFAULT_BACKUP_TIMEZONE: "Europe/Atlantis" });
    await expect(ensureDefaults(runtime)).rejects.toMatchObject({
      message: expect.stringContaining("DEFAULT_BACKUP_TIMEZONE"),
      suggestion: expect.stringContaining("Europe/Berlin"),
    });
  });
});

describe("changing the settings", () => {
  test("moves every instance that follows the default, and no other", async () => {
    await start();
    const [follower = "", other = ""] = await createFleet(runtime, { instances: 2 });
    await followAll(runtime, [follower], "default");
    // A time of its own, which is the default's by chance.
    await followAll(runtime, [other], "daily");
    await updateSettings(admin(), { schedule: "0 5 * * *", zone: "Europe/Berlin" });
    expect(await readLedgerLines(runtime, follower)).toEqual(["2026-02-02T04:00 expected"]);
    expect(await readLedgerLines(runtime, other)).toEqual(["2026-02-02T02:00 expected"]);
  });

  test("is audited with before and after, and told", async () => {
    await start();
    await ensureDefaults(runtime);
    await updateSettings(admin(), { retentionDays: 90, rebootOnBackup: true });
    const [entry] = await auditsOf("settings.update");
    expect(entry).toMatchObject({
      actorName: "test-admin",
      before: { retentionDays: 30, rebootOnBackup: false },
      after: { retentionDays: 90, rebootOnBackup: true },
    });
    const told = await runtime.db.read.select().from(events);
    expect(told.map(({ type }) => type)).toEqual(["settings.changed"]);
  });

  test("sets the limits; the environment's share holds until somebody sets another", async () => {
    await start({ AMIVAULT_API_SHARE_PERCENT: "40" });
    await ensureDefaults(runtime);
    const before = { backupsAtOnceMax: null, backupTimeoutHours: 24, apiSharePercent: 40 };
    expect(await getSettings(admin())).toMatchObject(before);
    expect(await getSettings(admin())).toMatchObject({ pollSeconds: 15 });
    const limits = { backupsAtOnceMax: 5, backupTimeoutHours: 48, pollSeconds: 60 };
    const after = { ...limits, apiSharePercent: 90 };
    expect(await updateSettings(admin(), after)).toMatchObject(after);
    const [entry] = await auditsOf("settings.update");
    expect(entry).toMatchObject({ before, after });
    expect(await updateSettings(admin(), { backupsAtOnceMax: null })).toMatchObject({
      ...after,
      backupsAtOnceMax: null,
    });
  });

  test.each([
    [{ backupsAtOnceMax: 0 }],
    [{ backupsAtOncePerAccountMax: 1.5 }],
    [{ backupTimeoutHours: 721 }],
    [{ pollSeconds: 14 }],
    [{ pollSeconds: 301 }],
    [{ auditArchiveDays: 29 }],
    [{ auditArchiveDays: 36_501 }],
    [{ apiSharePercent: 101 }],
    [{ apiSharePercent: 0 }],
    [{ snapshotUsdPerGiBMonth: -0.01 }],
  ])("refuses %o", async (patch) => {
    await start();
    await ensureDefaults(runtime);
    await expect(updateSettings(admin(), patch)).rejects.toMatchObject({ name: "ZodError" });
    expect(await auditsOf("settings.update")).toEqual([]);
  });

  test("keeps the price that costs are reckoned with", async () => {
    await start();
    await ensureDefaults(runtime);
    expect(await getSettings(admin())).toMatchObject({ snapshotUsdPerGiBMonth: 0.05 });
    const price = { snapshotUsdPerGiBMonth: 0.0125 };
    expect(await updateSettings(admin(), price)).toMatchObject(price);
    expect(await auditsOf("settings.update")).toMatchObject([{ after: price }]);
  });

  test("that changes nothing is neither audited nor told", async () => {
    await start();
    await ensureDefaults(runtime);
    await updateSettings(admin(), { retentionDays: 30 });
    expect(await auditsOf("settings.update")).toEqual([]);
    expect(await runtime.db.read.select().from(events)).toEqual([]);
  });

  test("is all or nothing: a schedule that is refused leaves the rest as it was", async () => {
    await start();
    await ensureDefaults(runtime);
    await expect(
      updateSettings(admin(), { schedule: "60", retentionDays: 3 }),
    ).rejects.toMatchObject({ code: "validation", fields: { schedule: [expect.any(String)] } });
    expect((await getSettings(admin())).retention.keepDays).toBe(30);
  });

  test("is for administrators; everybody signed in reads them", async () => {
    await start();
    await ensureDefaults(runtime);
    for (const role of ["viewer", "operator"] as const) {
      const ctx = userContext(runtime, role);
      await expect(updateSettings(ctx, { retentionDays: 3 })).rejects.toMatchObject({
        code: "forbidden",
      });
      expect(await getSettings(ctx)).toMatchObject({ retention: { keepDays: 30 } });
    }
  });

  test("of how long the default policy keeps asks for a fresh proof, and is no token's", async () => {
    await start();
    await ensureDefaults(runtime);
    const stale = await signedIn(userContext(runtime, "admin", { provenAt: 0 }));
    const change = { retentionDays: 3 };
    await expect(updateSettings(stale, change)).rejects.toMatchObject({ reason: "proof_required" });
    const token = { type: "token", tokenId: "tok_1", userId: "usr_1", username: "jo" } as const;
    const scopes = ["settings.write", "policies.write"] as const;
    const script = { ...stale, actor: { ...token, role: "admin" as const, scopes } };
    await expect(updateSettings(script, change)).rejects.toMatchObject({
      reason: "scope_required",
    });
    await updateSettings(stale, { schedule: "weekly" });
    expect(await getSettings(admin())).toMatchObject({ retention: { keepDays: 30 } });
  });

  test("is no more of whoever was put out or demoted before the write lock was theirs", async () => {
    await start();
    await ensureDefaults(runtime);
    for (const [change, code] of [
      [{ active: false }, "unauthorized"],
      [{ active: true, role: "viewer" }, "forbidden"],
    ] as const) {
      await runtime.db.write((tx) => tx.update(users).set(change));
      const refused = updateSettings(admin(), { schedule: "weekly", retentionDays: 3 });
      await expect(refused).rejects.toMatchObject({ code });
    }
    expect(await getSettings(admin())).toMatchObject({ retention: { keepDays: 30 } });
    expect(await auditsOf("settings.update")).toEqual([]);
  });

  test("reads what cannot be read in the table as its default", async () => {
    await start();
    await ensureDefaults(runtime);
    await runtime.db.write((tx) =>
      tx.insert(settings).values({ key: "backups.rebootOnBackup", value: "perhaps", updatedAt: 0 }),
    );
    expect(await readRebootDefault(runtime.db.read)).toBe(false);
  });
});
