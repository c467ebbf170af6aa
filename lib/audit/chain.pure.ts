/** Text as SQLite holds it; JSON columns as the text they are stored as. */
export type Cell = string | number | null;

/**
 * The columns of an entry in the order in which they are written out; a test holds them equal to the
 * table's. `mac` comes last and is not part of what it proves.
 */
export const CHAINED_COLUMNS = [
  "seq",
  "id",
  "at",
  "actorType",
  "actorId",
  "actorName",
  "tokenId",
  "action",
  "targetType",
  "targetId",
  "accountRef",
  "before",
  "after",
  "requestId",
  "address",
  "awsRequestIds",
  "keyId",
] as const;

/**
 * An entry's cells by position: those of `CHAINED_COLUMNS`, then `mac`; one more where what is stored is
 * nothing that we write (see chain-line.ts).
 */
export type ChainRow = readonly unknown[];

const SEQ_AT = CHAINED_COLUMNS.indexOf("seq");
const AT_AT = CHAINED_COLUMNS.indexOf("at");
const ACTION_AT = CHAINED_COLUMNS.indexOf("action");
const KEY_AT = CHAINED_COLUMNS.indexOf("keyId");
const MAC_AT = CHAINED_COLUMNS.length;
export const ODD_AT = MAC_AT + 1;

export const seqOf = (row: ChainRow): number => Number(row[SEQ_AT]);
export const atOf = (row: ChainRow): number => Number(row[AT_AT]);
export const actionOf = (row: ChainRow): string => String(row[ACTION_AT]);
export const keyIdOf = (row: ChainRow): string => String(row[KEY_AT]);
export const macOf = (row: ChainRow): string => String(row[MAC_AT]);
/** Then nothing proves it, whatever its `mac` says: it was edited. */
export const isOdd = (row: ChainRow): boolean => row.length > ODD_AT;
/** Why it is odd, for people. */
export function oddWords(row: ChainRow): string {
  const why = String(row[ODD_AT]);
  if (why === "nul") return "it has a text that goes on where no list reads it";
  return why.startsWith("bytes")
    ? "it has bytes that are no text"
    : "it has what is no text or no instant";
}

/**
 * What an entry's `mac` is made of. JSON keeps the cells apart and their kinds too: null, 1 and "1"
 * are three things. `seq` may be given, to ask whether the entry once stood elsewhere.
 */
export function toChainText(previousMac: string, row: ChainRow, seq?: number): string {
  const cells = row.slice(0, MAC_AT);
  if (seq !== undefined) cells[SEQ_AT] = seq;
  return JSON.stringify(["entry", previousMac, ...cells]);
}

export interface SegmentSeal {
  id: string;
  firstSeq: number;
  lastSeq: number;
  firstAt: number;
  lastAt: number;
  previousMac: string;
  lastMac: string;
  /** SHA-256 of the body. */
  bodyHash: string;
  keyId: string;
  sealedAt: number;
}

export function toSegmentText(seal: SegmentSeal): string {
  return JSON.stringify([
    "segment",
    seal.id,
    seal.firstSeq,
    seal.lastSeq,
    seal.firstAt,
    seal.lastAt,
    seal.previousMac,
    seal.lastMac,
    seal.bodyHash,
    seal.keyId,
    seal.sealedAt,
  ]);
}
