import type { PlaceDto } from "#lib/eventbridge/dto";
import { toCountText } from "../../../../_components/count-text.pure";
import { toListHref } from "../../../../_components/list-query";

/** “12 of 13 ready, 1 changed”. */
export function toObjectsText(place: PlaceDto): string {
  const { readyCount, wantedCount, leavingCount, changedCount, failedCount } = place;
  return [
    wantedCount > 0 ? `${readyCount} of ${wantedCount} ready` : "",
    changedCount > 0 ? `${changedCount} changed` : "",
    failedCount > 0 ? `${failedCount} failed` : "",
    leavingCount > 0 ? `${leavingCount} to be removed` : "",
  ]
    .filter((text) => text !== "")
    .join(", ");
}

/** What CloudWatch counted in the last 24 hours; null where it may not be asked, or was not yet. */
export function toCallsText({ invocations, invocationErrors }: PlaceDto): string | null {
  if (invocations === null) return null;
  return `${toCountText(invocations, "start")}, ${toCountText(invocationErrors ?? 0, "error")}`;
}

const REPORTS: Readonly<Record<string, string>> = {
  started: "a backup began",
  succeeded: "an image was made",
  failed: "a backup failed",
  refused: "nothing was made",
  image_state: "an image changed",
};

/** What the function reported last, in words. */
export function toReportText(type: string): string {
  return REPORTS[type] ?? type;
}

/** The instances that AWS is to start there. */
export function toInstancesHref({ accountId: account, region }: PlaceDto): string {
  return toListHref("/instances", { scheduler: "eventbridge", account, region });
}

export type RepairCounts = Pick<PlaceDto, "changedCount" | "leavingChangedCount" | "failedCount">;

export function toRepairCounts(place: RepairCounts): RepairCounts {
  const { changedCount, leavingChangedCount, failedCount } = place;
  return { changedCount, leavingChangedCount, failedCount };
}

/** What Repair is about to do there, for a person to agree to. */
export function toRepairText(place: RepairCounts): string {
  const { changedCount, failedCount, leavingChangedCount: leaving } = place;
  const back = changedCount - leaving;
  return [
    back > 0
      ? `${toCountText(back, "object")} that somebody changed or deleted in AWS ${back === 1 ? "is" : "are"} put back as AMIVault had put ${back === 1 ? "it" : "them"}.`
      : "",
    leaving > 0
      ? `${toCountText(leaving, "object")} that nothing needs any more ${leaving === 1 ? "is" : "are"} deleted in spite of what somebody changed.`
      : "",
    failedCount > 0
      ? `${toCountText(failedCount, "refused step")} ${failedCount === 1 ? "is" : "are"} tried again now.`
      : "",
    "Backups and images stay.",
  ]
    .filter((text) => text !== "")
    .join(" ");
}
