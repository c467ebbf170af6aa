import type { EpochMs } from "../clock";
import type { KeepReason, RemoveReason } from "./plan-retention.pure";
import { tierNoun } from "./retention-rules.pure";

/** “daily 3 of 7”; instants as `yyyy-mm-dd hh:mm UTC` unless said otherwise. */
export function describeKeepReason(
  reason: KeepReason,
  toWords: (at: EpochMs) => string = utcWords,
): string {
  switch (reason.rule) {
    case "hold":
      return "held";
    case "keep_until":
      return `kept until ${toWords(reason.until)}`;
    case "manual":
      return "made by hand: kept until somebody deletes it";
    case "age":
      return `younger than ${days(reason.days)}`;
    case "count":
      return `newest ${reason.rank} of ${reason.of}`;
    case "floor":
      return `floor ${reason.rank} of ${reason.of}`;
    case "undated":
      return "AWS has not told when it was made";
    case "future":
      return "dated in the future";
    case "frozen":
      return "frozen: the newest scheduled run failed";
    case "no_rules":
      return "the policy has no rule";
    case "removed_instance":
      return "its instance was removed from protection";
    default:
      return `${reason.oldest ? "oldest, " : ""}${reason.rule} ${reason.rank} of ${reason.of}`;
  }
}

export function describeKeepReasons(
  reasons: readonly KeepReason[],
  toWords: (at: EpochMs) => string = utcWords,
): string {
  return reasons.map((reason) => describeKeepReason(reason, toWords)).join(", ");
}

/** “older than 30 days; no other rule keeps it”. */
export function describeRemoval(
  reasons: readonly RemoveReason[],
  toWords: (at: EpochMs) => string = utcWords,
): string {
  const parts = reasons.map((reason) => describeRemoveReason(reason, toWords));
  return `${parts.join(", ")}; no ${parts.length > 1 ? "" : "other "}rule keeps it`;
}

function describeRemoveReason(reason: RemoveReason, toWords: (at: EpochMs) => string): string {
  switch (reason.rule) {
    case "age":
      return `older than ${days(reason.days)}`;
    case "keep_until":
      return `was kept until ${toWords(reason.since)}`;
    case "count":
      return `not one of the newest ${reason.of}`;
    default: {
      const noun = tierNoun(reason.rule);
      if (reason.newer) return `its ${noun} has a newer one`;
      return `not in the last ${reason.of === 1 ? noun : `${reason.of} ${noun}s`} with backups`;
    }
  }
}

function days(count: number): string {
  return count === 1 ? "1 day" : `${count} days`;
}

function utcWords(at: EpochMs): string {
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
