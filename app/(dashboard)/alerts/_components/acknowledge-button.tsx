"use client";

import { useRouter } from "next/navigation";
import { focusMain } from "../../../_components/focus-main";
import { CheckIcon } from "../../../_components/icons";
import { toast } from "../../../_components/popups";
import { useAction } from "../../../_components/use-action";
import { acknowledgeAlertAction } from "../actions";

/** “I look after it”: nobody else is told any more. */
export function AcknowledgeButton(props: { alertId: string; title: string; look: "row" | "page" }) {
  const router = useRouter();
  const { run, pending, error } = useAction(acknowledgeAlertAction, () => {
    focusMain();
    router.refresh();
    void toast({ tone: "success", text: "Acknowledged: it is escalated no further." });
  });
  return (
    <>
      {error === null ? null : (
        <span className="text-bad small" role="alert">
          {error.message}
        </span>
      )}
      <button
        type="button"
        className={props.look === "row" ? "btn btn-plain btn-sm" : "btn btn-primary"}
        aria-label={`Acknowledge “${props.title}”`}
        aria-disabled={pending}
        onClick={() => run({ alertId: props.alertId })}
      >
        <CheckIcon /> {pending ? "Acknowledging…" : "Acknowledge"}
      </button>
    </>
  );
}
