import { and, eq, isNotNull } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { safeCell } from "../db/safe-cells";
import { auditEntries, auditSegments } from "../db/schema";
import type { EpochMs } from "../clock";
import type { Tx } from "../db/tx";
import { InternalError } from "../errors";
import { newId } from "../ids";
import type { Runtime } from "../runtime";
import { chainEntries } from "./chain-entries";
import { hasChainKey, requireChainKey } from "./chain-key";
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
import { streamHeadFiles } from "./heads-file";
import type { AuditHead } from "./heads.pure";
import { keepHeads } from "./keep-heads";
import { verifyChain } from "./verify-chain";

type Parts = Pick<Runtime, "db" | "clock" | "random" | "vault"> & {
  config: Pick<Runtime["config"], "dataDir" | "installationId">;
};

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
 * What a run that was broken off has numbered holds, and what was written down beside the database is
 * there. Where it is not, the entry that says it was done may have been taken away, and the numbers with
 * it, to have what was put there or edited since numbered, and proven, by us: each minute's look tells.
 */
async function mayNumber({ config, db, vault, clock }: Parts): Promise<boolean> {
  if (await isBegun(db.read)) return false;
  const { seq } = await readChainEnd(db.read);
  // The first key comes with the first number, in one transaction.
  if (seq === 0 && (await hasChainKey(db.read))) return false;
  const heads = await findHeads(config, clock.now());
  if (heads === null) return false;
  if (seq === 0 && heads.length === 0) return true;
  const { problems } = await verifyChain({ ...db, vault }, { heads });
  return problems.every(({ kind }) => kind === "unchained");
}

/** Null where they cannot be read, which the looks tell of. */
async function findHeads(
  { dataDir, installationId: installation }: Parts["config"],
  now: EpochMs,
): Promise<AuditHead[] | null> {
  try {
    return await keepHeads(streamHeadFiles(dataDir), { installation, now });
  } catch {
    return null;
  }
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
  const numbered = await numberEntries(tx, { keyId: key.id, entries });
  if (numbered < rows.length) {
    throw new InternalError("An entry of before the chain has an id that cannot be read.");
  }
}

function idOf(row: ChainRow): string {
  return String(row[CHAINED_COLUMNS.indexOf("id")]);
}

/** Segments hold what was chained, the entry that says so among it. */
async function isBegun(q: Queryable): Promise<boolean> {
  const [segment] = await q
    .select({ id: safeCell(auditSegments.id) })
    .from(auditSegments)
    .limit(1);
  if (segment) return true;
  const { targetType, targetId, action } = BEGUN;
  const [entry] = await q
    .select({ id: safeCell(auditEntries.id) })
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
