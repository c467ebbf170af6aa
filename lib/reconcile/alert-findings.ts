import { adoptedCause } from "../alerts/backup-cause.pure";
import { clearAlert, clearMembersOf } from "../alerts/clear-alert";
import { listMembersOfKind } from "../alerts/members.repo";
import { raiseAlert, raiseAlerts } from "../alerts/raise-alert";
import { inChunks } from "../aws/ec2/filter-value.pure";
import { findAccount } from "./accounts.repo";
import { countOpen } from "./findings-list.repo";
import type { Pass } from "./pass";

const MEMBERS_PER_WRITE = 50;
const DAMAGED: ReadonlySet<string> = new Set(["snapshot_missing", "image_dead", "public"]);

/** One alert a place for its orphans, and one for backups that nothing can be restored from. */
export async function alertFindings(pass: Pass): Promise<void> {
  const { ctx, place } = pass;
  const orphans = await countOpen(ctx.runtime.db.read, {
    ...place,
    kinds: ["orphan_image", "orphan_snapshot"],
    unplanned: true,
  });
  const cause = `reconcile.orphans/${place.accountRef}/${place.region}`;
  const account = await findAccount(ctx.runtime.db.read, place.accountRef);
  await ctx.runtime.db.write(async (tx) => {
    if (orphans === 0) await clearAlert(tx, ctx, { cause, reason: "No orphan is left." });
    else {
      await raiseAlert(tx, ctx, {
        cause,
        kind: "reconcile.orphans",
        severity: "warning",
        accountRef: place.accountRef,
        title: `Orphans of ours in ${place.region}`,
        message: `${orphans} ${orphans === 1 ? "object" : "objects"} in AWS carry our tags, and no record wants them.`,
        suggestion: "Put them into a clean-up plan, or ignore them.",
        link: `/findings?kind=orphan&region=${place.region}`,
      });
    }
    if (account !== null && account.retentionConfirmedAt !== null) {
      const reason = "A person confirmed the account.";
      await clearAlert(tx, ctx, { cause: adoptedCause(place.accountRef), reason });
    }
  });
  await alertDamaged(pass);
}

async function alertDamaged({ ctx, place, drifts }: Pass): Promise<void> {
  const { db } = ctx.runtime;
  const cause = `reconcile.damaged/${place.accountRef}/${place.region}`;
  const members = [...drifts.values()]
    .filter(({ code }) => DAMAGED.has(code))
    .map(({ backupId, resourceId, message }) => ({
      entityType: "backup",
      entityId: backupId ?? resourceId,
      accountRef: place.accountRef,
      message,
    }));
  for (const chunk of inChunks(members, MEMBERS_PER_WRITE)) {
    await db.write((tx) =>
      raiseAlerts(
        tx,
        ctx,
        chunk.map((member) => ({
          cause,
          kind: "reconcile.damaged" as const,
          severity: "critical" as const,
          accountRef: place.accountRef,
          title: `Backups in ${place.region} are damaged or exposed`,
          message: "AWS shows images of ours that cannot be restored, or that everybody can read.",
          suggestion: "Each finding says what mends it.",
          link: "/findings?kind=drift",
          member,
        })),
      ),
    );
  }
  // Something lesser may still be wrong with them.
  const still = new Set(members.map(({ entityId }) => entityId));
  const over = (await listMembersOfKind(db.read, "reconcile.damaged"))
    .filter((told) => told.cause === cause && !still.has(told.entityId))
    .map(({ entityId }) => entityId);
  const reason = "It can be restored, and not everybody can read it.";
  for (const entityIds of inChunks(over, MEMBERS_PER_WRITE)) {
    const of = { cause, reason, entityType: "backup", entityIds };
    await db.write((tx) => clearMembersOf(tx, ctx, of));
  }
}
