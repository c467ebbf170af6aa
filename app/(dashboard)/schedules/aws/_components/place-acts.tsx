"use client";

import { useRouter } from "next/navigation";
import { RefreshIcon } from "../../../../_components/icons";
import { confirm, toast } from "../../../../_components/popups";
import { useToldAction } from "../../../../_components/use-told-action";
import { refreshPlaceAction, repairPlaceAction } from "../actions";
import { toRepairText, type RepairCounts } from "./place-words.pure";

interface PlaceActsProps {
  placeId: string;
  /** "eu-central-1 of 111122223333". */
  label: string;
  counts: RepairCounts;
  /** Nothing reaches AWS there. */
  hasTrouble: boolean;
  comparing: boolean;
  mayRepair: boolean;
}

/** Compares a place with AWS now, and mends what differs. */
export function PlaceActs(props: PlaceActsProps) {
  const { placeId, label, counts, comparing } = props;
  const router = useRouter();
  const told = (text: string) => {
    router.refresh();
    void toast({ tone: "success", text });
  };
  const refresh = useToldAction(refreshPlaceAction, {
    failed: "Not begun",
    onSuccess: () => told("It is being compared with AWS."),
  });
  const repair = useToldAction(repairPlaceAction, {
    failed: "Nothing was done",
    onSuccess: () => told("It is being repaired."),
  });
  const { changedCount, leavingChangedCount, failedCount } = counts;
  const refreshText = comparing ? "Comparing…" : "Refresh";
  const repairText = changedCount === 0 ? "Try again now" : "Repair";
  const ask = async () => {
    const agreed =
      changedCount === 0 ||
      (await confirm({
        title: `Repair ${label}?`,
        text: toRepairText(counts),
        confirmText: "Repair it",
        destroys: leavingChangedCount > 0,
      }));
    if (agreed) repair.run({ placeId });
  };
  return (
    <>
      {props.mayRepair ? (
        <button
          type="button"
          className="btn btn-plain btn-sm"
          title="Compare everything of ours there with AWS now"
          aria-label={`${refreshText}: ${label}`}
          aria-disabled={refresh.pending || comparing}
          onClick={() => (comparing ? undefined : refresh.run({ placeId }))}
        >
          <RefreshIcon /> {refreshText}
        </button>
      ) : null}
      {props.mayRepair && (props.hasTrouble || changedCount + failedCount > 0) ? (
        <button
          type="button"
          className="btn btn-primary btn-sm"
          aria-label={`${repairText}: ${label}`}
          aria-disabled={repair.pending}
          onClick={() => void ask()}
        >
          {repairText}
        </button>
      ) : null}
    </>
  );
}
