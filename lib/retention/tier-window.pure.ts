import type { EpochMs } from "../clock";
import type { BucketReader } from "./retention-buckets.pure";
import type { Tier } from "./retention-rules.pure";

export interface OpenTier {
  /** `at`: when it was made; `seenAt`: when that is first looked at. */
  arrive(index: number, moment: { at: EpochMs; seenAt: EpochMs }): void;
}

export interface Keeper {
  keep(index: number): void;
  release(index: number, at: EpochMs): void;
  isThere(index: number, at: EpochMs): boolean;
}

interface Member {
  index: number;
  bucket: number;
  kept: boolean;
}

/**
 * The newest of each of the last so many buckets, as backups arrive from the oldest to the newest.
 * The oldest of all stays while the tier has room.
 */
export function openTier(options: {
  tier: Tier;
  of: number;
  ends: Keeper;
  read: BucketReader;
}): OpenTier {
  const { tier, of, ends, read } = options;
  /** The newest of each bucket so far, the oldest first; those that fell out stand before `from`. */
  let members: Member[] = [];
  let oldest: number | null = null;
  /** Its bucket has a newer one: it is no member any more. */
  let oldestDisplaced = false;
  let oldestKept = false;

  function release(member: Member, seenAt: EpochMs): void {
    if (member.kept) ends.release(member.index, seenAt);
    member.kept = false;
  }

  /** The oldest of all that was displaced in its bucket stays on while there is room. */
  function settleOldest(seenAt: EpochMs): void {
    if (oldest === null || !oldestDisplaced) return;
    const wanted = members.length < of;
    if (wanted === oldestKept) return;
    if (wanted) ends.keep(oldest);
    else ends.release(oldest, seenAt);
    oldestKept = wanted;
  }

  /** Where a clock went back over a bucket's edge two buckets became one: there is room again. */
  function refill(seenAt: EpochMs): void {
    members = members.filter(({ index, kept }) => kept || ends.isThere(index, seenAt));
    for (const member of members.slice(-of)) {
      if (!member.kept) ends.keep(member.index);
      member.kept = true;
    }
  }

  return {
    arrive(index, { at, seenAt }) {
      const bucket = read(tier, at);
      const displaced: Member[] = [];
      for (let last = members.at(-1); last && last.bucket >= bucket; last = members.at(-1)) {
        displaced.push(last);
        oldestDisplaced ||= last.index === oldest;
        members.pop();
      }
      ends.keep(index);
      members.push({ index, bucket, kept: true });
      oldest ??= index;
      if (displaced.length > 1) refill(seenAt);
      settleOldest(seenAt);
      for (const member of displaced) release(member, seenAt);
      const out = members.at(-1 - of);
      if (out) release(out, seenAt);
      if (members.length > 2 * of + 8) members = members.slice(-of - 4);
    },
  };
}
