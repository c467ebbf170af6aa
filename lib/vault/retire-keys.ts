import { recordAudit } from "../audit/record-audit";
import { MINUTE } from "../clock";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { PreconditionFailedError } from "../errors";
import { checkSecrets, listKeyIdsInUse } from "./check-secrets";
import { listKnowingProcesses } from "./known-keys.repo";
import { canReplaceRing, readRingFile, replaceRingFile } from "./replace-ring-file";
import { noteRingFile, RING, writeRing } from "./note-ring";

/** What a process had sealed under its key before and not yet written is written by then. */
const SETTLED_MS = MINUTE;

/**
 * Takes the keys that seal nothing any more out of the ring's file, after every secret was opened.
 * The newest one stays. Answers with the ids that went.
 */
export async function retireKeys(ctx: Context, file: string | undefined): Promise<string[]> {
  const { db, vault } = ctx.runtime;
  if (file === undefined || !canReplaceRing(file)) {
    throw new PreconditionFailedError(
      "The key ring is not in a file that this command can change.",
      {
        suggestion: "Take the keys that `npm run keys -- check` calls unused out of it yourself.",
      },
    );
  }
  await noteRingFile(ctx, file);
  const { unreadable } = await checkSecrets(db.read, vault);
  if (unreadable.length > 0) {
    throw new PreconditionFailedError(
      `${unreadable.length} secrets cannot be read; no key was removed.`,
      {
        suggestion: "`npm run keys -- check` names them.",
      },
    );
  }
  return db.write((tx) => removeUnused(tx, ctx, file));
}

/** Inside the transaction nobody else writes a secret. */
async function removeUnused(tx: Tx, ctx: Context, file: string): Promise<string[]> {
  const ring = readRingFile(file);
  await requireSettled(tx, ctx, ring.currentKeyId);
  const used = await listKeyIdsInUse(tx);
  const all = [...ring.keys.keys()];
  const removed = all.filter((id) => id !== ring.currentKeyId && !used.has(id));
  if (removed.length === 0) return [];
  const kept = new Map([...ring.keys].filter(([id]) => !removed.includes(id)));
  await recordAudit(tx, ctx, {
    action: "keys.retire",
    ...RING,
    before: { keyIds: all },
    after: { keyIds: [...kept.keys()] },
  });
  await writeRing(tx, ctx, [...kept.keys()]);
  replaceRingFile(file, kept);
  return removed;
}

async function requireSettled(tx: Tx, ctx: Context, keyId: string): Promise<void> {
  const now = ctx.runtime.clock.now();
  const processes = await listKnowingProcesses(tx, now);
  const unsettled = processes.filter(
    ({ keyIds, since }) => keyIds[0] !== keyId || now - since < SETTLED_MS,
  );
  if (unsettled.length === 0) return;
  const names = unsettled.map(({ description }) => description).join("; ");
  throw new PreconditionFailedError(
    `Not every process has sealed with the key ${keyId} for a minute: ${names}.`,
    {
      suggestion: "Wait a minute after they were started or the ring changed, and run this again.",
    },
  );
}
