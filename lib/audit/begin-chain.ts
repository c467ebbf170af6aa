import { and, eq, isNotNull } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { auditEntries, auditSegments } from "../db/schema";
import type { Tx } from "../db/tx";
import { newId } from "../ids";
import type { Runtime } from "../runtime";
import { chainEntries } from "./chain-entries";
import { requireChainKey } from "./chain-key";
import { macOfText } from "./chain-mac";
import { atOf, CHAINED_COLUMNS, toChainText, type ChainRow } from "./chain.pure";
import {
  findLastChained,
  listLeftOver,
  listUnchained,
  numberEntries,
  readChainEnd,
  type UnchainedPlace,
} from "./chain.repo";
import { verifyChain } from "./verify-chain";

type Parts = Pick<Runtime, "db" | "clock" | "random" | "vault">;

/** Between two writes others work: one is some 5 ms. */
const BATCH = 200;
const BEGUN = { action: "audit.begin_chain", targetType: "audit", targetId: "chain" } as const;

/**
 * Once per database, by whoever prepares it: numbers the entries of versions before the chain, in
 * small writes that a crash may come between, and writes down that it did. Later on an entry without
 * a number was put there by somebody else, and is never taken in.
 */
export async function beginChain(parts: Parts): Promise<void> {
  if (!(await mayNumber(parts))) return;
  // A run that was broken off had come to there.
  let after = await findLastChained(parts.db.read);
  for (let isDone = false; !isDone;) {
    const before: UnchainedPlace | null = after;
    const round: Round = await parts.db.write((tx) => chainRound(tx, parts, before));
    ({ isDone, after } = round);
  }
}

interface Round {
  isDone: boolean;
  after: UnchainedPlace | null;
}

/** Along the order, and at its end whatever is left: one may have come that is older than the last. */
async function chainRound(tx: Tx, parts: Parts, after: UnchainedPlace | null): Promise<Round> {
  if (await isBegun(tx)) return { isDone: true, after };
  const next = await listUnchained(tx, { after, limit: BATCH });
  const rows = next.length > 0 ? next : await listLeftOver(tx, BATCH);
  const last = rows.at(-1);
  if (last) {
    await chainRows(tx, parts, rows);
    return { isDone: false, after: { at: atOf(last), id: idOf(last) } };
  }
  await tx.insert(auditEntries).values(await chainEntries(tx, parts, [await toFirst(tx, parts)]));
  return { isDone: true, after };
}

/**
 * What a run that was broken off has numbered holds. Where it does not, the entry that says it was
 * done may have been taken away, to have what was put there since numbered, and proven, by us.
 */
async function mayNumber({ db, vault }: Parts): Promise<boolean> {
  if (await isBegun(db.read)) return false;
  if ((await readChainEnd(db.read)).seq === 0) return true;
  return (await verifyChain({ ...db, vault })).problems.length === 0;
}

async function toFirst(tx: Tx, { clock, random }: Parts) {
  const now = clock.now();
  const { seq } = await readChainEnd(tx);
  return {
    ...BEGUN,
    id: newId("aud", now, random),
    at: now,
    actorType: "system" as const,
    actorName: "start",
    after: { entriesBefore: seq },
    requestId: newId("req", now, random),
  };
}

async function chainRows(tx: Tx, parts: Parts, rows: readonly ChainRow[]): Promise<void> {
  const key = await requireChainKey(tx, parts);
  let { seq, mac } = await readChainEnd(tx);
  const entries = rows.map((row) => {
    seq += 1;
    const cells = [...row];
    cells[CHAINED_COLUMNS.indexOf("keyId")] = key.id;
    mac = macOfText(key.secret, toChainText(mac, cells, seq));
    return { id: idOf(row), seq, mac };
  });
  await numberEntries(tx, { keyId: key.id, entries });
}

function idOf(row: ChainRow): string {
  return String(row[CHAINED_COLUMNS.indexOf("id")]);
}

/** Segments hold what was chained, the entry that says so among it. */
async function isBegun(q: Queryable): Promise<boolean> {
  const [segment] = await q.select({ id: auditSegments.id }).from(auditSegments).limit(1);
  if (segment) return true;
  const { targetType, targetId, action } = BEGUN;
  const [entry] = await q
    .select({ id: auditEntries.id })
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.targetType, targetType),
        eq(auditEntries.targetId, targetId),
        eq(auditEntries.action, action),
        isNotNull(auditEntries.mac),
      ),
    )
    .limit(1);
  return entry !== undefined;
}
