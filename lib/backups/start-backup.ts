import { createHash } from "node:crypto";
import { recordAudit } from "../audit/record-audit";
import { requireAccount, requirePermission } from "../auth/require-permission";
import { writeAs } from "../auth/write-as";
import { HOUR } from "../clock";
import { actorName, userIdOf, type Context } from "../context";
import type { Tx } from "../db/tx";
import { ConflictError, NotFoundError, PreconditionFailedError } from "../errors";
import { newId } from "../ids";
import type { BackupRow } from "./backup-row";
import { findStartTarget, type StartTarget } from "./backup-target.repo";
import type { BackupDto } from "./dto";
import { enqueueBackups } from "./enqueue-backups";
import { insertBackup } from "./insert-backup";
import { StartBackupInput } from "./schemas";
import { toBackupDto } from "./to-backup-dto";
import { findUnfinishedBackup } from "./unfinished-backup.repo";

/** How long a requested backup may wait for AWS before it counts as missed. */
const START_WINDOW_MS = 4 * HOUR;

/** *Back up now*. The same Idempotency-Key asks for the same backup, whenever it comes again. */
export async function startBackup(ctx: Context, input: StartBackupInput): Promise<BackupDto> {
  requirePermission(ctx, "backups.create");
  const wanted = StartBackupInput.parse(input);
  const { backup, target } = await writeAs(ctx, async (tx) => {
    const target = await findStartTarget(tx, wanted.instanceId);
    if (!target || target.removedAt !== null) throw new NotFoundError("The instance");
    requireAccount(ctx, target.accountRef, "The instance");
    return { backup: await insert(tx, ctx, { target, wanted }), target };
  });
  if (backup.status === "queued") await enqueueBackups(ctx.runtime, [backup.id]);
  return toBackupDto(backup, target);
}

async function insert(
  tx: Tx,
  ctx: Context,
  { target, wanted }: { target: StartTarget; wanted: StartBackupInput },
): Promise<BackupRow> {
  const now = ctx.runtime.clock.now();
  const { backup, created } = await insertBackup(tx, ctx, {
    target,
    due: { requestId: toRequestId(ctx, wanted) },
    at: now,
    status: "queued",
    startWindowEndsAt: now + START_WINDOW_MS,
    requestedBy: actorName(ctx.actor),
    message: `Requested by ${actorName(ctx.actor)}.`,
    ...(wanted.description === undefined ? {} : { description: wanted.description }),
    ...(wanted.reboot === undefined ? {} : { reboot: wanted.reboot }),
  });
  if (!created) return backup;
  requireStartable(target);
  await requireNoneUnfinished(tx, backup);
  await recordAudit(tx, ctx, {
    action: "backup.start",
    targetType: "backup",
    targetId: backup.id,
    accountRef: backup.accountRef,
    after: {
      instanceId: backup.instanceId,
      region: backup.region,
      reboot: backup.reboot,
      description: backup.description,
    },
  });
  return backup;
}

function requireStartable(target: StartTarget): void {
  if (target.state === "terminated" || target.state === "vanished") {
    throw new PreconditionFailedError("The instance is terminated: there is nothing to back up.", {
      suggestion: "Its existing backups stay. Remove the instance when you no longer need it.",
    });
  }
  if (target.credentialId === null) {
    throw new PreconditionFailedError("No credential reaches this instance.", {
      suggestion: "Choose a credential of its account on the instance's page.",
      link: `/instances/${target.id}`,
    });
  }
}

async function requireNoneUnfinished(tx: Tx, backup: BackupRow): Promise<void> {
  const other = await findUnfinishedBackup(tx, {
    instanceRef: backup.instanceRef,
    except: backup.id,
  });
  if (!other) return;
  throw new ConflictError("A backup of this instance is still being made.", {
    suggestion: "Watch that one, and start another when it has ended.",
    link: `/backups/${other.id}`,
    reason: "backup_unfinished",
  });
}

/** Scoped to the caller: two people may use the same key for different things. */
function toRequestId(ctx: Context, wanted: StartBackupInput): string {
  const { clock, random } = ctx.runtime;
  if (wanted.idempotencyKey === undefined) return newId("req", clock.now(), random);
  const caller = userIdOf(ctx.actor) ?? actorName(ctx.actor);
  const facts = JSON.stringify([caller, wanted.instanceId, wanted.idempotencyKey]);
  return `key_${createHash("sha256").update(facts).digest("hex").slice(0, 32)}`;
}
