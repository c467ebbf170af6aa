import { recordAudit } from "../audit/record-audit";
import * as tables from "../db/schema";
import { ensureDefaults } from "../settings/ensure-defaults";
import { userContext } from "./contexts";
import { followAll } from "./fleet";
import { createTestRuntime, type TestRuntime } from "./create-test-runtime";

const DAY = 86_400_000;

/** What one account has of everything, by kind. Every id, name and number of it has `mark` in it. */
export interface OneOfEverything {
  mark: string;
  accountRef: string;
  accountId: string;
  credential: string;
  instance: string;
  backup: string;
  alert: string;
  finding: string;
  plan: string;
  discovered: string;
  rule: string;
  discoveryRun: string;
  place: string;
}

/** Two accounts with one of everything each: what a role that is limited to `own` may see, and not. */
export async function createTwoAccountWorld() {
  const runtime = await createTestRuntime();
  await ensureDefaults(runtime);
  const own = nameAll("homely", "1");
  const foreign = nameAll("foreign", "9");
  for (const one of [own, foreign]) await addAccount(runtime, one);
  await addMixed(runtime, [own, foreign]);
  await followAll(runtime, [own.instance, foreign.instance], { schedule: "0 3 * * *" });
  return { runtime, own, foreign, mixed: MIXED, close: () => runtime.close() };
}

/** One of each kind that can be about both accounts. */
const MIXED = {
  alert: "alr_mixed",
  plan: "pln_mixed",
  rule: "rul_mixed",
  discoveryRun: "dsr_mixed",
} as const;

/** Whatever tells of the account that is not theirs. */
export const OF_FOREIGN = /foreign|9{12}/;

function nameAll(mark: string, digit: string): OneOfEverything {
  const named = (prefix: string) => `${prefix}_${mark}`;
  return {
    mark,
    accountId: digit.repeat(12),
    accountRef: named("acc"),
    credential: named("crd"),
    instance: named("ins"),
    backup: named("bak"),
    alert: named("alr"),
    finding: named("fnd"),
    plan: named("pln"),
    discovered: named("dsc"),
    rule: named("rul"),
    discoveryRun: named("dsr"),
    place: named("evp"),
  };
}

async function addAccount(runtime: TestRuntime, one: OneOfEverything): Promise<void> {
  const { mark, accountRef, accountId } = one;
  const now = runtime.clock.now();
  const before = now - DAY;
  const at = { createdAt: before, updatedAt: before };
  const where = { accountRef, region: "eu-central-1" };
  const name = `${mark} thing`;
  /** AWS has hexadecimal digits alone. */
  const instanceId = `i-${accountId}`;
  const imageId = `ami-${mark}`;
  await runtime.db.write(async (tx) => {
    await tx.insert(tables.accounts).values({
      id: accountRef,
      accountId,
      partition: "aws",
      name,
      createdAt: before,
      retentionConfirmedAt: null,
    });
    await tx.insert(tables.credentials).values({
      ...at,
      id: one.credential,
      accountRef,
      name,
      kind: "access_key",
      defaultRegion: "eu-central-1",
    });
    await tx.insert(tables.instances).values({
      ...at,
      ...where,
      id: one.instance,
      credentialId: one.credential,
      instanceId,
      name,
      tags: { team: mark },
      state: "running",
      availableCount: 1,
      lastGoodBackupId: one.backup,
      lastGoodAt: before,
      overdueSinceAt: before,
    });
    await tx
      .insert(tables.instanceTags)
      .values({ instanceRef: one.instance, key: "team", value: mark });
    await tx.insert(tables.instanceDays).values({
      id: `day_${mark}`,
      instanceRef: one.instance,
      day: new Date(before).toISOString().slice(0, 10),
      available: 1,
    });
    await tx.insert(tables.backups).values({
      ...at,
      ...where,
      id: one.backup,
      key: `key-${mark}`,
      instanceRef: one.instance,
      instanceId,
      kind: "scheduled",
      dueAt: before,
      status: "available",
      startWindowEndsAt: before,
      imageId,
      imageName: name,
      imageState: "available",
      imageCreatedAt: before,
      endedAt: before,
      sizeBytes: 1,
      description: name,
    });
    await tx.insert(tables.backupTags).values({
      backupId: one.backup,
      key: "team",
      value: mark,
      dueAt: before,
      setAt: before,
      confirmedAt: before,
    });
    await tx.insert(tables.snapshots).values({
      id: `snp_${mark}`,
      backupId: one.backup,
      imageId,
      snapshotId: `snap-${mark}`,
      updatedAt: before,
    });
    await tx.insert(tables.alerts).values({
      id: one.alert,
      cause: `cause-${mark}`,
      kind: "backups.failed",
      severity: "warning",
      status: "open",
      accountRef,
      title: name,
      message: name,
      memberCount: 1,
      openedAt: before,
      lastSeenAt: before,
      updatedAt: before,
    });
    await tx.insert(tables.alertMembers).values({
      id: `alm_${mark}`,
      alertId: one.alert,
      entityType: "instance",
      entityId: one.instance,
      accountRef,
      message: name,
      addedAt: before,
    });
    await tx.insert(tables.findings).values({
      ...where,
      id: one.finding,
      kind: "drift",
      code: "tags_lost",
      resourceId: imageId,
      backupId: one.backup,
      instanceId,
      message: name,
      repair: name,
      snapshotIds: [`snap-${mark}`],
      firstSeenAt: before,
      lastSeenAt: before,
    });
    await tx.insert(tables.foreignImages).values({
      ...where,
      imageId: `ami-other-${mark}`,
      name,
      owner: mark,
      description: name,
      state: "available",
      isPublic: false,
      tags: { team: mark },
      createdAt: before,
      firstSeenAt: before,
      lastSeenAt: before,
      seenByRun: `rec_${mark}`,
    });
    await tx.insert(tables.reconcileRuns).values({
      ...where,
      id: `rec_${mark}`,
      startedAt: before,
      endedAt: before,
      counts: {},
      error: name,
    });
    await tx.insert(tables.plans).values({
      ...at,
      id: one.plan,
      kind: "bulk_delete",
      status: "waiting",
      title: name,
      itemCount: 1,
      readyAt: before,
    });
    await tx.insert(tables.planItems).values({
      ...at,
      ...where,
      id: `pli_${mark}`,
      planId: one.plan,
      backupId: one.backup,
      instanceRef: one.instance,
      imageId,
      snapshotIds: [`snap-${mark}`],
      mode: "image",
      status: "ready",
      rule: name,
      survivorIds: [],
      evidence: [],
      checked: [],
      evidenceAt: now,
    });
    await tx.insert(tables.discoveredInstances).values({
      ...where,
      id: one.discovered,
      instanceId: `i-${accountId}0`,
      credentialId: one.credential,
      name,
      tags: { team: mark },
      state: "running",
      firstSeenAt: before,
      seenAt: before,
    });
    await tx
      .insert(tables.discoveredTags)
      .values({ discoveredId: one.discovered, key: `team-${mark}`, value: mark });
    await tx
      .insert(tables.discoveryRuns)
      .values({ id: one.discoveryRun, startedAt: before, endedAt: before });
    await tx.insert(tables.discoveryPlaces).values({
      ...where,
      id: `dsp_${mark}`,
      runId: one.discoveryRun,
      state: "failed",
      error: name,
      askedAt: before,
      endedAt: before,
    });
    await tx.insert(tables.protectionRules).values({
      ...at,
      id: one.rule,
      name,
      conditions: [{ key: "team", test: "equals", value: mark }],
      accountRefs: [accountRef],
      schedules: [],
      counts: {},
    });
    await tx.insert(tables.eventbridgePlaces).values({ ...at, ...where, id: one.place });
    await tx.insert(tables.eventbridgeObjects).values({
      ...at,
      id: `evo_${mark}`,
      placeId: one.place,
      kind: "function",
      name,
      instanceRef: one.instance,
      wanted: true,
      state: "failed",
      spec: {},
      specHash: mark,
      message: name,
    });
    await recordAudit(tx, userContext(runtime, "operator", { username: mark }), {
      action: "instance.pause",
      targetType: "instance",
      targetId: one.instance,
      accountRef,
      after: { name },
    });
    await tx.insert(tables.events).values({
      at: before,
      type: "instance.changed",
      entityId: one.instance,
      accountRef,
    });
  });
}

async function addMixed(runtime: TestRuntime, both: readonly OneOfEverything[]): Promise<void> {
  const before = runtime.clock.now() - DAY;
  const at = { createdAt: before, updatedAt: before };
  await runtime.db.write(async (tx) => {
    await tx.insert(tables.alerts).values({
      id: MIXED.alert,
      cause: "cause-mixed",
      kind: "backups.failed",
      severity: "warning",
      status: "open",
      title: "mixed",
      message: "mixed",
      memberCount: 2,
      openedAt: before,
      lastSeenAt: before,
      updatedAt: before,
    });
    await tx.insert(tables.plans).values({
      ...at,
      id: MIXED.plan,
      kind: "bulk_delete",
      status: "applied",
      title: "mixed",
      itemCount: 2,
    });
    await tx
      .insert(tables.discoveryRuns)
      .values({ id: MIXED.discoveryRun, startedAt: before, endedAt: before });
    await tx.insert(tables.protectionRules).values({
      ...at,
      id: MIXED.rule,
      name: "mixed",
      conditions: [{ key: "team", test: "exists", value: "" }],
      accountRefs: null,
      schedules: [],
      counts: Object.fromEntries(both.map(({ accountRef }) => [`${accountRef}/eu-central-1`, 1])),
      matchCount: 2,
    });
    for (const one of both) {
      const { accountRef, mark } = one;
      const where = { accountRef, region: "eu-central-1" };
      await tx.insert(tables.alertMembers).values({
        id: `alm_mixed_${mark}`,
        alertId: MIXED.alert,
        entityType: "instance",
        entityId: one.instance,
        accountRef,
        message: `${mark} thing`,
        addedAt: before,
      });
      await tx.insert(tables.planItems).values({
        ...at,
        ...where,
        id: `pli_mixed_${mark}`,
        planId: MIXED.plan,
        backupId: one.backup,
        instanceRef: one.instance,
        imageId: `ami-${mark}`,
        snapshotIds: [],
        mode: "image",
        status: "kept",
        rule: `${mark} thing`,
        survivorIds: [],
        evidence: [],
        checked: [],
      });
      await tx.insert(tables.discoveryPlaces).values({
        ...where,
        id: `dsp_mixed_${mark}`,
        runId: MIXED.discoveryRun,
        state: "done",
        askedAt: before,
        endedAt: before,
      });
    }
  });
}
