import { atOf, CHAINED_COLUMNS, seqOf, type ChainRow } from "./chain.pure";

export const RESTORE_ACTION = "audit.accept_restore";

/** An older copy of the database was put back, and somebody said so: what was behind it is given up. */
export interface AcceptedRestore {
  /** The entry that says so, its instant and who said it. */
  id: string;
  seq: number;
  at: number;
  by: string;
  /** The last entry of the copy, and the last that is known to have been lost. */
  keptSeq: number;
  lostSeq: number;
  /** The macs of what was written down under a clock that was ahead of the entry that says so. */
  ahead: readonly string[];
}

export function readRestore(row: ChainRow): AcceptedRestore[] {
  try {
    const after = JSON.parse(String(row[CHAINED_COLUMNS.indexOf("after")]));
    const { keptSeq, lostSeq, ahead } = after as Record<string, unknown>;
    if (typeof keptSeq !== "number" || typeof lostSeq !== "number") return [];
    const macs = Array.isArray(ahead) ? ahead.filter((mac) => typeof mac === "string") : [];
    const cell = (name: "id" | "actorName") => String(row[CHAINED_COLUMNS.indexOf(name)]);
    const said = { id: cell("id"), seq: seqOf(row), at: atOf(row), by: cell("actorName") };
    return [{ ...said, keptSeq, lostSeq, ahead: macs }];
  } catch {
    return [];
  }
}

/** Whether a head is of the entries that were given up. */
export function isGivenUp(
  head: { seq: number; at: number; mac: string },
  restores: readonly AcceptedRestore[],
): boolean {
  return restores.some(
    ({ at, keptSeq, lostSeq, ahead }) =>
      head.seq > keptSeq && head.seq <= lostSeq && (head.at <= at || ahead.includes(head.mac)),
  );
}
