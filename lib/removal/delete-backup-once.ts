import { requirePermission } from "../auth/require-permission";
import { requireStillActing } from "../auth/require-still-acting";
import { AwsCallError } from "../aws/aws-call-error";
import type { WholeCredential } from "../aws/aws";
import type { Ec2 } from "../aws/ec2/ec2";
import { toInputError } from "../aws/to-input-error";
import { findListedBackup, type ListedBackup } from "../backups/backup-list.repo";
import type { BackupRow } from "../backups/backup-row";
import type { BackupDto } from "../backups/dto";
import { isDeadImage } from "../backups/decide-look-up.pure";
import { toBackupDto } from "../backups/to-backup-dto";
import { MINUTE, SECOND } from "../clock";
import type { Context } from "../context";
import { requireKeyForm, toWhole } from "../credentials/given-credential";
import { ConflictError, NotFoundError, ServiceError, ValidationError } from "../errors";
import { chaseThese } from "./chase-snapshots";
import { begin, findDeletable, forget, forgetTagged, requireRemovable } from "./delete-backup";
import { mayHaveImage, tagKept, untagKept } from "./forget-backup";
import { lookAtBackup } from "./look-at-backup";
import { performRemovals } from "./perform-removals";
import { raiseRemovalFailure } from "./removal-alerts";
import { REFUSED_PAUSE_MS } from "./removal-timing.pure";
import { findRemoval } from "./removals.repo";
import { NoCredentialError } from "./remover";
import { DeleteBackupOnceInput } from "./schemas";
import { settleLater, settleStopped } from "./settle-removal";
import { chaseRemaining, listChased, stopChase } from "./snapshots.repo";

/** Nothing is sent after it: the keys live in the request alone. */
const REQUEST_MS = 30 * SECOND;

type Wanted = ReturnType<typeof DeleteBackupOnceInput.parse>;

/**
 * Deletes one backup with keys that are used for this and forgotten: in this process, within 30 s.
 * What remains then needs a credential, and nothing chases it by itself.
 */
export async function deleteBackupOnce(
  ctx: Context,
  input: DeleteBackupOnceInput,
): Promise<BackupDto> {
  requirePermission(ctx, "backups.delete");
  const wanted = DeleteBackupOnceInput.parse(input);
  requireKeyForm(ctx.runtime.config, wanted.credential);
  const endsAt = ctx.runtime.clock.now() + REQUEST_MS;
  const found = await findBackup(ctx, wanted.backupId);
  requireSameMode(found.backup, wanted);
  const ec2 = await openOnce(ctx, found, toWhole(wanted.credential));
  // What is under way already goes on at once, without another write that would ask.
  await requireStillActing(ctx.runtime.db.read, ctx);
  if (wanted.mode === "record") return forgetOnce(ctx, ec2, found);
  if (found.backup.status !== "deleting" && found.backup.status !== "deleted") {
    await beginOnce(ctx, ec2, wanted);
  }
  await finish(ctx, ec2, { backupId: wanted.backupId, endsAt });
  const after = await findBackup(ctx, wanted.backupId);
  return toBackupDto(after.backup, after.instance);
}

const MODE_WORDS = {
  record: "its record alone",
  image: "its image alone",
  image_and_snapshots: "its image with its snapshots",
} as const;

/** What is under way, or over, ends as it was begun: nobody may be told of something else. */
function requireSameMode({ status, removalMode }: BackupRow, { mode }: Wanted): void {
  if (status !== "deleting" && status !== "deleted") return;
  if (removalMode === null || removalMode === mode) return;
  const message = `A removal of ${MODE_WORDS[removalMode]} ${status === "deleting" ? "is under way" : "was made"}.`;
  throw new ConflictError(message, {
    suggestion: `Ask for the same: mode ${removalMode}.`,
    reason: "other_mode",
  });
}

async function findBackup(ctx: Context, backupId: string): Promise<ListedBackup> {
  const { read } = ctx.runtime.db;
  const found = await findListedBackup(read, { backupId, accounts: ctx.accounts });
  if (!found) throw new NotFoundError("The backup");
  return found;
}

/** The keys must be of the backup's own account. */
async function openOnce(
  ctx: Context,
  { backup, instance }: ListedBackup,
  given: WholeCredential,
): Promise<Ec2> {
  const { aws } = ctx.runtime;
  const { region } = backup;
  try {
    const { accountId } = await aws.identify(given, region);
    const place = { region, accountId, purpose: "delete" } as const;
    if (accountId === instance.accountId) return await aws.ec2With(given, place);
    const message = `These keys are of account ${accountId}; the backup is in ${instance.accountId}.`;
    throw new ValidationError(message, { fields: { accessKeyId: [message] } });
  } catch (error) {
    throw toInputError(error, ["accessKeyId", "secretAccessKey", "sessionToken", "roleArn"]);
  }
}

async function forgetOnce(ctx: Context, ec2: Ec2, { backup }: ListedBackup): Promise<BackupDto> {
  await findDeletable(ctx, { backupId: backup.id, mode: "record" });
  if (backup.imageId === null || !mayHaveImage(backup)) return forget(ctx, backup);
  const imageIds = [backup.imageId];
  const fresh = await tagKept(ctx, ec2, imageIds);
  return forgetTagged(ctx, backup, () => untagKept(ec2, { fresh, imageIds }));
}

async function beginOnce(ctx: Context, ec2: Ec2, wanted: Wanted): Promise<void> {
  const { accountRef, region, imageId } = await findDeletable(ctx, wanted);
  const reader = { ec2, launchConfigurations: refuseConfigurations };
  const place = { accountRef, region, imageId: imageId ?? "", ec2, source: { reader } };
  requireRemovable(await lookAtBackup(ctx, place), wanted.mode);
  // Jobs leave it alone while this request is at it.
  await begin(ctx, { ...wanted, notBeforeAt: ctx.runtime.clock.now() + MINUTE });
}

async function refuseConfigurations(): Promise<never> {
  throw new AwsCallError({
    action: "DescribeLaunchConfigurations",
    outcome: "refused",
    awsCode: "NotAsked",
    message: "They are not asked for with keys for one use.",
  });
}

async function finish(
  ctx: Context,
  ec2: Ec2,
  { backupId, endsAt }: { backupId: string; endsAt: number },
): Promise<void> {
  const { db } = ctx.runtime;
  const removal = await findRemoval(db.read, backupId);
  if (removal?.backup.status === "deleting") {
    await tryWith(ctx, () => performRemovals(ctx, { ec2, removals: [removal], endsAt }));
  }
  await settleRest(ctx, backupId);
  await db.write((tx) => chaseRemaining(tx, { backupId, now: ctx.runtime.clock.now() }));
  const place = {
    accountRef: removal?.backup.accountRef ?? "",
    region: removal?.backup.region ?? "",
  };
  const now = ctx.runtime.clock.now();
  const chased = await listChased(db.read, { ...place, now, limit: 50, backupId });
  if (chased.length > 0 && now < endsAt) await tryWith(ctx, () => chaseThese(ctx, ec2, chased));
  await db.write((tx) => stopChase(tx, { backupId, now: ctx.runtime.clock.now() }));
}

/** What AWS refuses is written down by those who asked; what passes by itself does not pass here. */
async function tryWith(ctx: Context, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    ctx.runtime.log.warn({ reason: error.reason }, "a removal with keys for one use did not end");
  }
}

/**
 * Not gone in time: available again where nothing was sent. Else it needs a credential: one that
 * is saved, or comes to be, ends it.
 */
async function settleRest(ctx: Context, backupId: string): Promise<void> {
  await ctx.runtime.db.write(async (tx) => {
    const left = await findRemoval(tx, backupId);
    if (left?.backup.status !== "deleting" || left.backup.leaseToken !== null) return;
    const { backup } = left;
    const reason = backup.statusReason ?? "AWS did not answer in time.";
    if (backup.deregisterSentAt === null) {
      const to = isDeadImage({ state: backup.imageState ?? "" }) ? "failed" : "available";
      const code = backup.statusCode ?? "NotInTime";
      return settleStopped(tx, ctx, { backup, to, code, reason, refused: false });
    }
    const unknown = "Nobody knows whether AWS removed it: it needs a credential of its account.";
    const untilAt = ctx.runtime.clock.now() + REFUSED_PAUSE_MS;
    await settleLater(tx, ctx, { backup, untilAt, code: "NeedsCredential", reason: unknown });
    // One alert with that of the job which looks for a credential from here on.
    const { reason: code = "NoCredential", suggestion } = new NoCredentialError();
    return raiseRemovalFailure(tx, ctx, { backup, code, message: unknown, suggestion });
  });
}
