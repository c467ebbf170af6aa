"use client";

import { useRouter } from "next/navigation";
import type { ScheduleCheckDto } from "#lib/schedules/dto";
import { RefreshIcon } from "../../../_components/icons";
import { tell, toast } from "../../../_components/popups";
import { useAction } from "../../../_components/use-action";
import { refreshSchedulesAction } from "../actions";
import { toCheckWords } from "./check-words.pure";

/** Compares what every instance waits for with its schedules, and mends what differs. */
export function RefreshButton() {
  const router = useRouter();
  const { run, pending, error } = useAction(refreshSchedulesAction, (check: ScheduleCheckDto) => {
    router.refresh();
    const { title, lines } = toCheckWords(check);
    if (lines.length === 0) void toast({ tone: "success", text: title });
    else void tell({ title, text: lines.join("\n") });
  });
  return (
    <>
      {error === null ? null : (
        <span className="text-bad small" role="alert">
          {error.message} {error.suggestion}
        </span>
      )}
      <button
        type="button"
        className="btn btn-plain"
        title="Compare what every instance waits for with its schedules, and mend what differs"
        aria-disabled={pending}
        onClick={() => run({})}
      >
        <RefreshIcon /> {pending ? "Refreshing…" : "Refresh"}
      </button>
    </>
  );
}
