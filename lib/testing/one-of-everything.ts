import { recordAudit } from "../audit/record-audit";
import { systemContext } from "../context";
import * as tables from "../db/schema";
import { askPerson } from "../plans/ask-person";
import { insertPlan } from "../plans/plans.repo";
import { userContext } from "./contexts";
import type { TestRuntime } from "./create-test-runtime";

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
  /** The instance keeps by rules of its own. */
  ownPolicy: string;
  discovered: string;
  rule: string;
  discoveryRun: string;
  place: string;
}

/** An account with all of that, as rows. */
export async function addAccount(runtime: TestRuntime, one: OneOfEverything): Promise<void> {
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
    await tx.insert(tables.retentionPolicies).values({
      ...at,
      id: one.ownPolicy,
      name: `Own policy of ${instanceId}`,
      instanceRef: one.instance,
      keepDays: 30,
      tiers: {},
      floor: 2,
      zone: "UTC",
      enforced: true,
      changedAt: before,
    });
    await tx.insert(tables.instances).values({
      ...at,
      ...where,
      id: one.instance,
      credentialId: one.credential,
      retentionPolicyId: one.ownPolicy,
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
    const plan = await insertPlan(tx, {
      ...at,
      id: one.plan,
      kind: "retention",
      status: "waiting",
      title: `Retention in ${name} (${accountId})`,
      automatic: true,
      breakerReason: `${name} would lose too many.`,
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
    await askPerson(tx, systemContext(runtime, "retention", `req_${mark}`), plan);
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
