import { z } from "zod";
import { atOf, CHAINED_COLUMNS, seqOf, type ChainRow } from "./chain.pure";

export const GIVE_UP_ACTION = "audit.give_up_keys";

/** The entries of a key that is lost, as they stood when it was given up. */
const LostEntries = z.object({
  keyId: z.string(),
  entries: z.number(),
  firstSeq: z.number(),
  lastSeq: z.number(),
  /** SHA-256 over all of them: nothing proves who wrote them, but they are still these. */
  digest: z.string(),
});
export type LostEntries = z.infer<typeof LostEntries>;

/** Keys that somebody said are lost for good: what they have chained cannot be proven any more. */
export interface GivenUpKeys {
  /** The entry that says so, its instant and who said it. */
  seq: number;
  at: number;
  by: string;
  /** Every key that was given up until then. */
  keyIds: string[];
  /** Of those keys that have chained anything. */
  lost: LostEntries[];
}

const After = z.object({ keyIds: z.array(z.string()), lost: z.array(LostEntries) });

export function readGivenUp(row: ChainRow): GivenUpKeys[] {
  try {
    const after = After.parse(JSON.parse(String(row[CHAINED_COLUMNS.indexOf("after")])));
    const by = String(row[CHAINED_COLUMNS.indexOf("actorName")]);
    return [{ seq: seqOf(row), at: atOf(row), by, ...after }];
  } catch {
    return [];
  }
}
