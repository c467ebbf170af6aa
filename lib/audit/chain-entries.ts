import type { auditEntries } from "../db/schema";
import type { Tx } from "../db/tx";
import type { Runtime } from "../runtime";
import { requireChainKey } from "./chain-key";
import { macOfText } from "./chain-mac";
import { CHAINED_COLUMNS, toChainText } from "./chain.pure";
import { noteCommittedHead } from "./committed-head";
import { readChainEnd } from "./chain.repo";

type NewRow = Omit<typeof auditEntries.$inferInsert, "seq" | "mac" | "keyId">;
export type ChainedRow = typeof auditEntries.$inferInsert;

/** Gives each the next number and its `mac`, in this order; the caller writes them in `tx`. */
export async function chainEntries(
  tx: Tx,
  runtime: Pick<Runtime, "vault" | "clock" | "random">,
  rows: readonly NewRow[],
): Promise<ChainedRow[]> {
  const key = await requireChainKey(tx, runtime);
  const before = await readChainEnd(tx);
  let { seq, mac } = before;
  const chained = rows.map((given) => {
    seq += 1;
    const row = { ...asStored(given), seq, keyId: key.id };
    const cells = CHAINED_COLUMNS.map((name) => toCell(row[name]));
    mac = macOfText(key.secret, toChainText(mac, cells));
    return { ...row, mac };
  });
  const head = { seq, mac, keyId: key.id, at: runtime.clock.now() };
  noteCommittedHead(tx, runtime, { before, head });
  return chained;
}

function toCell(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  return typeof value === "object" ? JSON.stringify(value) : value;
}

/** SQLite keeps no half of a surrogate pair and may end a text at a NUL: what is proven is what is read. */
function asStored(row: NewRow): NewRow {
  const { actorName, action, targetType, targetId, requestId, address } = row;
  return {
    ...row,
    actorName: plain(actorName),
    action: plain(action),
    targetType: plain(targetType),
    targetId: plainOrNull(targetId),
    requestId: plain(requestId),
    address: plainOrNull(address),
  };
}

function plain(text: string): string {
  return text.replace(/\p{Surrogate}|\0/gu, "\uFFFD");
}

function plainOrNull(text: string | null | undefined): string | null {
  return text === null || text === undefined ? null : plain(text);
}
