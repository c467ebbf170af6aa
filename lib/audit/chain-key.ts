import { createSecretKey, randomBytes, type KeyObject } from "node:crypto";
import { desc } from "drizzle-orm";
import type { SealedPlace, Vault } from "../crypto";
import type { Queryable } from "../db/client";
import { auditKeys } from "../db/schema";
import { safeCell, safeColumns } from "../db/safe-cells";
import { onCommit, type Tx } from "../db/tx";
import { inDetail, InternalError } from "../errors";
import { newId } from "../ids";
import type { Runtime } from "../runtime";

export interface ChainKey {
  id: string;
  secret: KeyObject;
}

type Parts = Pick<Runtime, "vault" | "clock">;

const KEY_BYTES = 32;
/** Opened once per process; the row says nothing more until the process ends. */
const opened = new WeakMap<Parts, ChainKey>();

/** The key that new entries are chained with; made by whoever writes the first one. */
export async function requireChainKey(tx: Tx, runtime: Parts): Promise<ChainKey> {
  const known = opened.get(runtime);
  if (known) return known;
  const key = (await findNewest(tx, runtime.vault)) ?? (await makeKey(tx, runtime));
  onCommit(tx, () => opened.set(runtime, key));
  return key;
}

export async function hasChainKey(q: Queryable): Promise<boolean> {
  return (
    (
      await q
        .select({ id: safeCell(auditKeys.id) })
        .from(auditKeys)
        .limit(1)
    ).length > 0
  );
}

/** Another key from the next entry on; the one before, whose ring key was lost, proves nothing more. */
export async function replaceLostChainKey(tx: Tx, runtime: Parts): Promise<void> {
  const key = await makeKey(tx, runtime);
  onCommit(tx, () => opened.set(runtime, key));
}

/** Whether this ring opens the key of the next entry; without it nothing can be written at all. */
export async function canOpenChainKey(q: Queryable, vault: Vault): Promise<boolean> {
  try {
    await findNewest(q, vault);
    return true;
  } catch (error) {
    if (error instanceof InternalError) return false;
    throw error;
  }
}

async function findNewest(q: Queryable, vault: Vault): Promise<ChainKey | null> {
  const newest = desc(auditKeys.createdAt);
  const [row] = await q
    .select(safeColumns(auditKeys))
    .from(auditKeys)
    .orderBy(newest, desc(auditKeys.id))
    .limit(1);
  return row ? { id: row.id, secret: openRow(vault, row) } : null;
}

async function makeKey(tx: Tx, { vault, clock }: Parts): Promise<ChainKey> {
  const createdAt = clock.now();
  const id = newId("auk", createdAt);
  const bytes = randomBytes(KEY_BYTES);
  const secret = vault.seal(`${createdAt}.${bytes.toString("base64url")}`, placeOf(id));
  await tx.insert(auditKeys).values({ id, secret, createdAt });
  return { id, secret: createSecretKey(bytes) };
}

export interface OpenedChainKeys {
  keys: Map<string, KeyObject>;
  /** Rows that cannot be opened, and why. */
  broken: Map<string, string>;
}

/** Every key there is, to prove what was chained. */
export async function openChainKeys(q: Queryable, vault: Vault): Promise<OpenedChainKeys> {
  const keys = new Map<string, KeyObject>();
  const broken = new Map<string, string>();
  for (const row of await q.select(safeColumns(auditKeys)).from(auditKeys)) {
    try {
      keys.set(row.id, openRow(vault, row));
    } catch (error) {
      broken.set(row.id, inDetail(error));
    }
  }
  return { keys, broken };
}

/** What was sealed names the instant too: no column of the row can be edited unseen. */
function openRow(vault: Vault, row: typeof auditKeys.$inferSelect): KeyObject {
  const [createdAt, encoded] = vault.open(row.secret, placeOf(row.id)).split(".");
  const bytes = Buffer.from(encoded ?? "", "base64url");
  if (createdAt !== String(row.createdAt) || bytes.byteLength !== KEY_BYTES) {
    throw new InternalError("A key of the audit log is not as it was made.");
  }
  return createSecretKey(bytes);
}

function placeOf(rowId: string): SealedPlace {
  return { table: "audit_keys", column: "secret", rowId };
}
