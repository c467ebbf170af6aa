import { MINUTE_MS } from "./civil-day.pure";

/** What an instance is to AWS, in any database: account, region and id. */
export function instanceKeyOf(target: {
  accountId: string;
  region: string;
  instanceId: string;
}): string {
  return `${target.accountId}/${target.region}/${target.instanceId}`;
}

/**
 * How long after its due moment a backup of this instance starts: its stable hash mod the spread.
 * A spread that reaches to the end of the start window stops short of it, by 10 minutes or half
 * of the window, so that whoever comes last still starts in time.
 */
export function spreadOffsetMs(input: {
  instanceKey: string;
  spreadMs: number;
  windowMs: number;
}): number {
  const spreadMs = usedSpreadMs(input);
  return spreadMs > 0 ? stableHash(input.instanceKey) % spreadMs : 0;
}

/** How much of a spread is used: it stops short of the start window's end. */
export function usedSpreadMs(input: { spreadMs: number; windowMs: number }): number {
  const reserveMs = Math.min(START_RESERVE_MS, input.windowMs / 2);
  return Math.min(input.spreadMs, Math.floor(input.windowMs - reserveMs));
}

const START_RESERVE_MS = 10 * MINUTE_MS;

/**
 * 32 bits, the same in every process and release: FNV-1a over the text's UTF-16 units, mixed by
 * MurmurHash3's finalizer, so that ids which differ in their last digit lie far apart.
 */
export function stableHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
