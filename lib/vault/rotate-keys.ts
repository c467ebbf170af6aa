import { randomBytes } from "node:crypto";
import { recordAudit } from "../audit/record-audit";
import type { Context } from "../context";
import { createVault } from "../crypto";
import type { Tx } from "../db/tx";
import { PreconditionFailedError } from "../errors";
import type { Timers } from "../timers";
import { KEY_BYTES } from "./aes-gcm";
import { checkSecrets, type UnreadableSecret } from "./check-secrets";
import { fixedKeyRing, keyCommand, nextKeyBase, ownKeyId } from "./key-ring";
import { noteRing, noteRingFile, RING, writeRing } from "./note-ring";
import { openKeyRing } from "./open-key-ring";
import { canReplaceRing, readRingFile, replaceRingFile } from "./replace-ring-file";
import { resealSecrets } from "./reseal-secrets";
import { waitUntilKnown } from "./wait-until-known";

export interface RotationOptions {
  /** Where the ring lives, if that is a file. */
  file: string | undefined;
  timers: Timers;
  /** Tells how far it is, a line each. */
  say(line: string): void;
}

export interface RotationReport {
  keyId: string;
  resealed: number;
  unreadable: UnreadableSecret[];
}

/**
 * Makes a new key where the ring's file is ours to change, and brings every secret under the newest
 * key, while the application runs. Broken off at any instant, it is finished by the next run, which
 * makes no further key. Refuses while a process that lives does not know the newest key.
 */
export async function rotateKeys(ctx: Context, options: RotationOptions): Promise<RotationReport> {
  const { config, db, log } = ctx.runtime;
  const { file, say } = options;
  if (file !== undefined && canReplaceRing(file)) {
    await noteRingFile(ctx, file);
    const made = await db.write((tx) => addKey(tx, ctx, file));
    say(made === null ? "An earlier rotation goes on." : `The key ${made} is in ${file}.`);
  }
  // Opened only now: with the key that was just made.
  const vault = createVault(openKeyRing(config, log));
  const [keyId = "", ...older] = vault.keyIds();
  if (older.length === 0) throw byHand([keyId], file);
  await noteRing({ ...ctx, runtime: { ...ctx.runtime, vault } }, () => vault.keyIds());
  await waitUntilKnown(ctx.runtime, { keyId, timers: options.timers, say });
  const { resealed, unreadable } = await resealSecrets({ db, vault }, options);
  if (resealed > 0) {
    await db.write((tx) =>
      recordAudit(tx, ctx, { action: "keys.rotate", ...RING, after: { keyId, resealed } }),
    );
  }
  return { keyId, resealed, unreadable };
}

/** Null where an earlier rotation has not come to its end: its key is the one to bring all under. */
async function addKey(tx: Tx, ctx: Context, file: string): Promise<string | null> {
  const ring = readRingFile(file);
  const { byKey, opening } = await checkSecrets(tx, createVault(fixedKeyRing(ring)));
  // What cannot be read stays under its key for ever: it must not keep the ring from turning.
  const isUnfinished = [...opening].some((id) => id !== ring.currentKeyId);
  if (isUnfinished) return null;
  const used = [...byKey.keys()];
  const key = randomBytes(KEY_BYTES);
  const keyId = ownKeyId(nextKeyBase([...ring.keys.keys(), ...used]), key);
  const keyIds = [keyId, ...ring.keys.keys()];
  await recordAudit(tx, ctx, {
    action: "keys.add",
    ...RING,
    before: { keyIds: [...ring.keys.keys()] },
    after: { keyIds },
  });
  await writeRing(tx, ctx, keyIds);
  // Not undone where the commit fails: whatever is begun next notes the key.
  replaceRingFile(file, new Map([[keyId, key], ...ring.keys]));
  return keyId;
}

function byHand(ids: string[], file: string | undefined): PreconditionFailedError {
  const where = file === undefined ? "AMIVAULT_ENCRYPTION_KEY" : file;
  const after =
    file === undefined ? "Restart every process with it" : "Wait until every process sees it";
  return new PreconditionFailedError(
    `The key ring comes from ${where}, which this command does not change, and it has one key only.`,
    {
      suggestion: [
        "Three steps change the key:",
        `  1. Make one and put it in front, with a comma after it: ${keyCommand(nextKeyBase(ids))}`,
        `  2. ${after}; the old key stays in the ring.`,
        "  3. Run `npm run keys -- rotate` again, with the same ring.",
      ].join("\n"),
    },
  );
}
